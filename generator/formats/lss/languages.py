"""Language tags that LimeSurvey has words for: 'Next', 'Submit' and all the rest."""

from __future__ import annotations

_TAGS = """
af am ar az be bg bn bs ca ca-valencia ceb ckb cnr cs cs-informal cy da de
de-easy de-informal el en es es-AR es-AR-informal es-CL es-CO es-MX es-informal
et eu fa fi fil fr ful gl gu he hi hil hr hu hy id ie ike ilo is it it-informal
ja ka kal kk kmr kn ko ky lb lt lv mk ml mn mr ms mt mya nb nl nl-informal nn ny
oc pa pap-CW pl pl-informal prs ps pt pt-BR ro roh ru run rw sah si sk sl smi so
sq sr sr-Latn sv swh ta te tg th ti tl tr ug uk ur vi xho zh-Hans zh-Hant-HK
zh-Hant-TW zu
"""

KNOWN = frozenset(_TAGS.split())
"""As listed by versions 5.6 and 6.1; another tag is taken there, and spoken badly."""
