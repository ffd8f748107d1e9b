#!/usr/bin/env python3
# ruff: noqa
# fmt: off
"""Disclosure attack on a published set of group results. Needs numpy, scipy.

case.json : {"k":5,"scale":[0,100],"respondents":[{"id":..,"attrs":{..},"x":number|null}, ..]}
            one row per (person, response set). The same person in another wave is another row (attrs.wave).
            x is the true value of ONE measure (used only to derive published means that the publication left out).
pub.json  : {"published":[{"id":..,"where":{attr:value|[values]} | "members":[ids],
                           "n":int?,"mean":number?,"decimals":int?,
                           "composite":[{"where"|"members":..,"weight":w},..]? }]}
            An entry is a leak surface for EVERY statistic shown for that group (mean, %, sd, histogram, trend, rank).
            "composite" = a score made from sub-group means with weights (role-balanced score).
Worst case assumed: the attacker knows who answered and who belongs where (a manager does), not what they answered.

Reported leaks
  direct      a group with 0<n<k is shown
  exact       some combination of published sums involves only T, 0<|T|<k   (linear algebra, exact for mean/%/sd/histogram)
  narrow      LP bounds: mean of a small set T (|T|<k) is known within less than --min-width points
  individual  LP bounds: one person's value is known within less than --ind-width points (all answered alike, extreme mean)
  mismatch    published n or mean is not what the case gives
"""
import json,sys,itertools,argparse
import numpy as np
from scipy.optimize import linprog
def sel(case,g):
    R=case["respondents"]
    if "members" in g:
        m=set(map(str,g["members"])); return np.array([str(r["id"]) in m for r in R])
    def ok(r):
        for a,v in g["where"].items():
            w=r["attrs"].get(a)
            if isinstance(v,list):
                if w not in v: return False
            elif w!=v: return False
        return True
    return np.array([ok(r) for r in R])
def rows(case,pub):
    """one (label, coefficient vector over respondents, target mean or None, halfwidth) per published number; composite adds its own row"""
    X=np.array([np.nan if r.get("x") is None else float(r["x"]) for r in case["respondents"]]);out=[];prob=[]
    k=case["k"]
    for g in pub["published"]:
        if g.get("composite"):
            v=np.zeros(len(X))
            for c in g["composite"]:
                s=sel(case,c)&~np.isnan(X)
                if s.sum(): v[s]+=c["weight"]/s.sum()
            tot=1.0
        else:
            s=sel(case,g)&~np.isnan(X); n=int(s.sum())
            if "n" in g and g["n"] is not None and g["n"]!=n: prob.append(dict(kind="mismatch",group=g["id"],detail=f"n {g['n']} true {n}"))
            if n==0: continue
            if n<k: prob.append(dict(kind="direct",group=g["id"],n=n))
            v=s/n
        true=float(np.nansum(v*np.nan_to_num(X))); hw=0.5*10**(-g["decimals"]) if g.get("decimals") is not None else 0.0
        m=g.get("mean")
        if m is None: m=round(true,g["decimals"]) if g.get("decimals") is not None else true
        elif isinstance(m,str): continue          # a band such as "90+": give "low"/"high" to model it
        elif abs(m-true)>hw+1e-9: prob.append(dict(kind="mismatch",group=g["id"],detail=f"mean {m} true {true}"))
        lo,hi=(g["low"],g["high"]) if "low" in g else (m-hw,m+hw)
        out.append((g["id"],v,lo,hi))
    return out,prob,~np.isnan(X)
def atoms(rws,ans):
    if not rws: return []
    V=np.array([r[1] for r in rws]); key={}
    for i in np.where(ans)[0]:
        if np.any(np.abs(V[:,i])>1e-12): key.setdefault(tuple(np.round(V[:,i],12)),[]).append(i)
    return list(key.values())
def min_support(rws,at,k,limit=3_000_000):
    """every set T of atoms, |T|<k people, that supports a non-zero combination of the published rows"""
    n=np.array([len(a) for a in at]); 
    if not len(at): return []
    # columns = atom SUMS: coefficient is constant on an atom
    M=np.array([[r[1][a[0]] for a in at] for r in rws]); M=M/np.maximum(1e-300,np.abs(M).max(1,keepdims=True))
    U,s,Vt=np.linalg.svd(M,full_matrices=False); B=Vt[s>1e-9]; Q=np.eye(len(at))-B.T@B
    small=[i for i in range(len(at)) if n[i]<k]; leaks=[];cnt=0
    for size in range(1,k):
        for T in itertools.combinations(small,size):
            if n[list(T)].sum()>=k: continue
            cnt+=1
            if cnt>limit: leaks.append(dict(kind="undecided",detail="too many small atoms")); return leaks
            if any(set(l["_T"])<=set(T) for l in leaks if "_T" in l): continue
            if np.linalg.eigvalsh(Q[np.ix_(T,T)])[0]<1e-8: leaks.append(dict(kind="exact",_T=T,people=[i for t in T for i in at[t]]))
    return leaks
def attack(case,pub,min_width=20.0,ind_width=25.0,lp=True):
    rws,L,ans=rows(case,pub); at=atoms(rws,ans); k=case["k"]; R=case["respondents"]; lo,hi=case.get("scale",[0,100])
    for l in min_support(rws,at,k):
        if "people" in l: L.append(dict(kind="exact",people=[R[i]["id"] for i in l["people"]],n=len(l["people"])))
        else: L.append(l)
    width={}
    if lp and at:
        n=np.array([len(a) for a in at],float); C=np.array([[r[1][a[0]] for a in at] for r in rws]); b0=np.array([r[2] for r in rws]); b1=np.array([r[3] for r in rws])
        A=np.vstack([C,-C]); b=np.r_[b1+1e-9,-(b0-1e-9)]; bd=[(lo*m,hi*m) for m in n]
        def rng(c):
            r1=linprog(c,A_ub=A,b_ub=b,bounds=bd,method="highs"); r2=linprog(-c,A_ub=A,b_ub=b,bounds=bd,method="highs")
            if r1.status or r2.status: return None
            return r1.fun,-r2.fun
        for j,a in enumerate(at):
            c=np.zeros(len(at)); c[j]=1; r=rng(c)
            if r is None: L.append(dict(kind="mismatch",detail="published numbers are inconsistent")); break
            s0,s1=r; m=n[j]; names=[R[i]["id"] for i in a]
            if m<k and (s1-s0)/m<min_width: L.append(dict(kind="narrow",people=names,n=int(m),interval=[s0/m,s1/m]))
            i0=max(lo,s0-(m-1)*hi); i1=min(hi,s1-(m-1)*lo); width[names[0]]=i1-i0
            if i1-i0<ind_width: L.append(dict(kind="individual",people=names,n=int(m),interval=[i0,i1]))
    return dict(leaks=L,atoms=[len(a) for a in at],exact=[l for l in L if l["kind"] in("direct","exact","undecided")])
def signature_ok(case,pub):
    """sufficient, simple, provable: everyone shares his set of published groups with >=k-1 others"""
    X=[r.get("x") is not None for r in case["respondents"]]; sig={}
    G=[]
    for g in pub["published"]:
        for c in (g["composite"] if g.get("composite") else [g]): G.append(sel(case,c))
    for i,a in enumerate(X):
        if a:
            s=tuple(bool(g[i]) for g in G)
            if any(s): sig[s]=sig.get(s,0)+1
    return all(v>=case["k"] for v in sig.values()),sorted(sig.values())
if __name__=="__main__":
    p=argparse.ArgumentParser();p.add_argument("case");p.add_argument("pub",help="pub.json, or for a disclosure/*.json case also {\"published_ids\":[candidate ids]}; 'naive' and 'reference' name the stored ones");p.add_argument("--min-width",type=float,default=20);p.add_argument("--ind-width",type=float,default=25);p.add_argument("--exact-only",action="store_true");a=p.parse_args()
    D=json.load(open(a.case));case=D.get("case",D)
    if a.pub in("naive","reference"): pub=dict(published_ids=D["naive"] if a.pub=="naive" else D["safe_reference"])
    else: pub=json.load(open(a.pub))
    if "published_ids" in pub:
        by={g["id"]:g for g in D["candidates"]+(D.get("ledger") or [])};pub=dict(published=[by[i] for i in pub["published_ids"]])
    have={g["id"] for g in pub["published"]};pub["published"]+= [g for g in (D.get("ledger") or []) if g["id"] not in have]
    r=attack(case,pub,a.min_width,a.ind_width,not a.exact_only)
    r["shown"]=sorted(g["id"] for g in pub["published"])
    if "candidates" in D: r["must_show_missing"]=[i for i in (D.get("must_show") or []) if i not in r["shown"]];r["reference_count"]=len(D.get("safe_reference") or []);r["max_publishable"]=D.get("max_publishable")
    print(json.dumps(r,indent=1,default=float));sys.exit(1 if (r["exact"] if a.exact_only else r["leaks"]) else 0)
