"""The page of one practice: what, why, how, and how to get to the next rung."""

from __future__ import annotations

from generator.model.framework import (
    Dimension,
    Framework,
    Practice,
    Rung,
    Source,
    Step,
)
from generator.model.ids import Text, qualified
from generator.model.page import MarkdownPage
from generator.pages.playbook.artefacts import artefact_links
from generator.pages.playbook.book import (
    Asked,
    Book,
    dimension_path,
    practice_path,
    survey_path,
)
from generator.pages.playbook.markdown import (
    attribute,
    block,
    bullets,
    link,
    markdown,
    plain,
    sections,
    table,
)


def practice_page(
    book: Book,
    framework: Framework,
    above: tuple[Dimension, ...],
    practice: Practice,
) -> MarkdownPage:
    """Everything the framework and the surveys say about one practice."""
    ref = f"{framework.id}:{practice.id}"
    here = practice_path(ref)
    return MarkdownPage(
        here,
        book.full_title(practice),
        sections(
            f"# {book.name(practice)}",
            _crumbs(book, framework, above, here),
            gold_standard(book, practice.statement),
            guidance(book, practice),
            block("own-notes"),
            _ladder(book, framework, practice),
            _steps(book, framework, practice, here),
            artefact_links(book, framework, practice),
            _questions(book, ref, here),
            _metrics(book, practice),
            _readers(book, framework, practice),
            _neighbours(book, framework, practice, here),
            _facts(book, framework, practice),
            sources(book, (*practice.guidance.resources, *framework.attribution)),
        ),
        nav=(
            book.raw(framework.title),
            *(book.raw(dimension.title) for dimension in above),
        ),
        nav_title=book.full_title(practice),
    )


def gold_standard(book: Book, statement: Text) -> str:
    """The gold standard in one sentence, set apart."""
    return (
        f'<div class="pbk-gold" markdown>\n\n<p class="pbk-gold__name">'
        f"{book.word('gold')}</p>\n\n{book.say(statement)}\n\n</div>"
    )


def _crumbs(
    book: Book, framework: Framework, above: tuple[Dimension, ...], here: str
) -> str:
    label = book.say(framework.labels.dimension.one)
    parts = [
        link(
            here, dimension_path(framework.id, dimension.id), book.say(dimension.title)
        )
        for dimension in above
    ]
    return f"{label}: {' › '.join(parts)}\n{{ .pbk-crumbs }}"


def guidance(book: Book, owner: Practice | Dimension) -> str:
    """What it is, why it matters, how to do it, and what goes wrong."""
    given = owner.guidance
    parts = []
    for key, text in (("what", given.what), ("why", given.why), ("how", given.how)):
        if text:
            parts.append(f"## {book.word(key)}\n\n{markdown(book.raw(text))}")
    for key, texts in (("pitfalls", given.pitfalls), ("examples", given.examples)):
        if texts:
            parts.append(f"## {book.word(key)}\n\n{bullets(map(book.say, texts))}")
    if given.measure:
        parts.append(
            f"## {book.word('measure')}\n\n{markdown(book.raw(given.measure))}"
        )
    return sections(*parts)


def _ladder(book: Book, framework: Framework, practice: Practice) -> str:
    rungs = framework.rungs(practice)
    if not rungs:
        return ""
    rows = "\n".join(_rung(book, rung) for rung in rungs)
    head = "".join(
        f'<th scope="col">{book.word(key)}</th>'
        for key in ("rung", "rung-means", "rung-evidence")
    )
    assessed = [
        link(
            practice_path(f"{framework.id}:{practice.id}"),
            survey_path(survey, instrument.id),
            book.told(instrument.title),
        )
        for survey, wave in book.newest().items()
        for instrument in wave.instruments
        if any(
            f"{framework.id}:{practice.id}" in (ladder.practice, *ladder.same)
            for ladder in instrument.ladders
        )
    ]
    return sections(
        f"## {book.word('ladder')}",
        book.word("ladder-lead"),
        f'<table class="pbk-ladder">\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table>",
        book.word("assessed", name=", ".join(assessed)) if assessed else "",
    )


def _rung(book: Book, rung: Rung) -> str:
    criteria = _html_list(book, rung.criteria)
    evidence = _html_list(book, rung.evidence)
    label = attribute(book.word("rung-evidence"))
    return (
        f'<tr><th scope="row"><span class="pbk-rung">{rung.n}</span> '
        f"<span>{attribute(book.raw(rung.title))}</span></th>"
        f"<td><p>{attribute(book.raw(rung.descriptor))}</p>{criteria}</td>"
        f'<td class="pbk-evidence" data-label="{label}">{evidence}</td></tr>'
    )


def _html_list(book: Book, texts: tuple[Text, ...]) -> str:
    if not texts:
        return ""
    return (
        "<ul>"
        + "".join(f"<li>{attribute(book.raw(text))}</li>" for text in texts)
        + "</ul>"
    )


def _steps(book: Book, framework: Framework, practice: Practice, here: str) -> str:
    if not practice.steps:
        return ""
    return sections(
        f"## {book.word('steps')}",
        *(_step(book, framework, step, here) for step in practice.steps),
    )


def _step(book: Book, framework: Framework, step: Step, here: str) -> str:
    facts = " · ".join(
        (
            book.word("step-from", low=step.from_rung, high=step.to_rung),
            book.word("step-days", days=step.days),
            book.word("step-effort", effort=step.effort),
        )
    )
    first = ""
    if step.first:
        first = f"**{book.word('step-first')}:** {book.say(step.first)}"
    rows = []
    if step.roles:
        rows.append((book.word("step-roles"), ", ".join(map(book.say, step.roles))))
    if step.evidence:
        rows.append((book.word("step-evidence"), book.say(step.evidence)))
    if step.depends_on:
        rows.append((book.word("step-after"), _step_names(book, framework, step, here)))
    return sections(
        f"### {book.say(step.title)}",
        f"{facts}\n{{ .pbk-facts }}",
        first,
        markdown(book.raw(step.how), 3),
        bullets(f"**{name}:** {value}" for name, value in rows),
    )


def _step_names(book: Book, framework: Framework, step: Step, here: str) -> str:
    names = []
    wanted = [qualified(ref, framework.id) for ref in step.depends_on]
    for other, _above, practice in book.practices():
        for known in practice.steps:
            if f"{other.id}:{known.id}" in wanted:
                there = practice_path(f"{other.id}:{practice.id}")
                title = book.say(known.title)
                names.append(title if there == here else link(here, there, title))
        if f"{other.id}:{practice.id}" in wanted:
            there = practice_path(f"{other.id}:{practice.id}")
            names.append(link(here, there, book.name(practice)))
    return ", ".join(names)


def _questions(book: Book, ref: str, here: str) -> str:
    asked = book.asked(ref)
    if not asked:
        return sections(f"## {book.word('questions')}", book.word("questions-none"))
    parts = [f"## {book.word('questions')}", book.word("questions-lead")]
    by_instrument: dict[tuple[str, str], list[Asked]] = {}
    for one in asked:
        by_instrument.setdefault((one.survey, one.instrument.id), []).append(one)
    shared: set[str] = set()
    for (survey, instrument), entries in by_instrument.items():
        first = entries[0]
        group = next(
            (g.title for g in first.wave.groups if g.id == first.instrument.group),
            first.instrument.title,
        )
        name = link(here, survey_path(survey, instrument), book.told(group))
        lines = []
        for entry in entries:
            lines.append(f"“{book.told(entry.question.text)}”{_choices(book, entry)}")
            shared |= {t.practice for t in entry.question.targets} - {ref}
        parts.append(f"**{name}**\n\n{bullets(lines)}")
    if shared:
        names = [
            link(here, practice_path(other), book.name(found[1]))
            for other in sorted(shared)
            if (found := book.practice(other))
        ]
        parts.append(book.word("questions-shared", names=", ".join(names)))
    return sections(*parts)


def _choices(book: Book, entry: Asked) -> str:
    labels = [
        book.told(choice.label)
        for choice in entry.question.choices
        if choice.missing is None
    ]
    if not labels:
        return ""
    return f"<br><small>{book.word('questions-choices')}: {' · '.join(labels)}</small>"


def _metrics(book: Book, practice: Practice) -> str:
    if not practice.metrics:
        return ""
    rows = []
    for metric in practice.metrics:
        what = f"**{book.say(metric.title)}.** {book.say(metric.definition)}"
        if metric.clock_starts and metric.clock_stops:
            what += " " + book.word(
                "metric-clock",
                start=book.say(metric.clock_starts),
                stop=book.say(metric.clock_stops),
            )
        if metric.unit:
            what += f" ({book.say(metric.unit)})"
        rows.append(
            (book.word(f"metric-{metric.kind}"), what, book.word(metric.direction))
        )
    return sections(
        f"## {book.word('metrics')}",
        book.word("metrics-lead"),
        table(
            [book.word(f"metric-{key}") for key in ("kind", "what", "better")],
            rows,
        ),
    )


def _readers(book: Book, framework: Framework, practice: Practice) -> str:
    titles = {reader.id: book.say(reader.title) for reader in framework.readers}
    lines = [
        f"**{titles.get(note.reader, plain(note.reader))}:** {book.say(note.text)}"
        for note in practice.readers
    ]
    if not lines:
        return ""
    return f"## {book.word('readers')}\n\n{bullets(lines)}"


def _neighbours(book: Book, framework: Framework, practice: Practice, here: str) -> str:
    ref = f"{framework.id}:{practice.id}"

    def names(refs: list[str]) -> str:
        return bullets(
            link(here, practice_path(other), book.name(found[1]))
            for other in refs
            if (found := book.practice(other))
        )

    parts = []
    for key, refs in (
        ("depends", [qualified(r, framework.id) for r in practice.depends_on]),
        (
            "depended",
            [
                f"{other.id}:{one.id}"
                for other, _above, one in book.practices()
                if ref in [qualified(r, other.id) for r in one.depends_on]
            ],
        ),
        ("related", [qualified(r, framework.id) for r in practice.related]),
    ):
        lines = names(refs)
        if lines:
            parts.append(f"## {book.word(key)}\n\n{lines}")
    across = relations(book, ref, here)
    if across:
        parts.append(f"## {book.word('elsewhere')}\n\n{bullets(across)}")
    return sections(*parts)


def relations(book: Book, ref: str, here: str) -> list[str]:
    """How a practice relates to those of other frameworks, one line each."""
    return [
        f"{book.name(practice)} ({book.say(framework.title)})"
        if practice_path(other) == here
        else _relation(book, relation, link(here, practice_path(other), name))
        for other, relation in book.same().get(ref, [])
        if (found := book.practice(other))
        for framework, practice in [found]
        for name in [f"{book.name(practice)} ({book.say(framework.title)})"]
    ]


def _relation(book: Book, relation: str, name: str) -> str:
    word = book.word("is-related" if relation == "related" else relation)
    return f"{word} {name}"


def _facts(book: Book, framework: Framework, practice: Practice) -> str:
    display = framework.scoring.display
    effort = practice.effort
    rows = [
        (
            book.word("fact-gold", low=f"{display.low:g}", high=f"{display.high:g}"),
            f"{framework.gold(practice):g}",
        ),
        (book.word("fact-weight"), f"{practice.weight:g}"),
        (book.word("fact-importance"), f"{practice.importance:g}"),
        (book.word("fact-value"), f"{practice.value}"),
        (
            book.word("fact-effort"),
            f"{effort.knowledge}, {effort.time}, {effort.resources}",
        ),
    ]
    return sections(
        f"## {book.word('facts')}",
        bullets(f"{name}: **{value}**" for name, value in rows),
    )


def sources(book: Book, works: tuple[Source, ...]) -> str:
    """The works a page draws on, each once."""
    if not works:
        return ""
    return sections(
        f"## {book.word('sources')}",
        bullets(dict.fromkeys(map(book.cite, works))),
        book.word("source-note"),
    )
