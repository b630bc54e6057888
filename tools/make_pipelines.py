"""Makes the small pipelines that Fogline's engine is tested on, with spaCy itself.

    python tools/make_pipelines.py OUTDIR

Each goes to OUTDIR as a folder (NAME/) and as a wheel (NAME-0.1.0-py3-none-any.whl) laid out like spaCy's own packages.
The wheels kept in crates/fogline-nlp/tests/fixtures/pipelines were made by this script; after replacing them, run
tools/write_fixtures.py. They are no use for reading real text: their tables are tiny and all they have seen is a few
hundred sentences from some twenty templates, just enough that what they answer is not constant. Between them they use
what the trained English pipeline does not:

    mini_morph    HashEmbedCNN; morphologizer; senter without a parser; many kinds of attribute pattern; lookup lemmas
    mini_vectors  static vectors whose keys share rows; ORTH, LOWER and SPACY features; two-token windows; a parser
                  without an upper layer; names with the wide state and a tok2vec of their own
    mini_parse    a senter in front of the parser; the wide parser state; crossing arcs, learned as decorated labels
    mini_uk       Ukrainian tokenizer rules, a table of word norms, and a morphologizer with full feature sets
"""

import argparse
import base64
import hashlib
import random
import zipfile
from pathlib import Path

import numpy
import spacy
from spacy.lookups import Lookups
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import fix_random_seed
from spacy.vectors import Vectors

VERSION = "0.1.0"

# ---- Invented sentences --------------------------------------------------------------------------------------------
# One template a line; each token is form/tag/label/head. A form such as $person is drawn from the lists below.

WORDS = {
    "first": "Anna Pavlo Ruth Idris Marta Oleh".split(),
    "last": "Hale Lysenko Okoro Brandt Kovalchuk Weiss".split(),
    "place": "Harborough Zelenivka Dunmore Kyiv Tallinn Ostrava".split(),
    "org": "Northline OSCE Fairweather UNICEF Meridian".split(),
    "noun": "bridge convoy school depot road statement warehouse hospital ceasefire report".split(),
    "nouns": "soldiers shells villages talks trucks monitors houses".split(),
    "verb": "hit crossed left denied closed reached saw described".split(),
    "said": "said claimed reported added announced".split(),
    "adj": "northern damaged early new heavy quiet".split(),
    "num": "three 14 7,000 two 122 50".split(),
    "day": "Monday yesterday Thursday today overnight".split(),
    "хто": "Марта Олег Ігор Ганна Петро".split(),
    "місто": "Зеленівка Київ Лиман Одеса Торецьк".split(),
    "місці": "Зеленівці Києві Лимані Одесі Торецьку".split(),
    "що": "міст школу склад дорогу лікарню".split(),
    "хтось": "військові мешканці спостерігачі рятувальники".split(),
    "дія": "обстріляли побачили залишили закрили відбудували".split(),
    "сказав": "повідомив заявив сказав додав".split(),
    "який": "старий новий північний зруйнований".split(),
    "слово": "звіт конвой пожежник автобус".split(),
}
# The slots that are names, and their labels.
NAMES = {"first": "PERSON", "last": "PERSON", "place": "GPE", "org": "ORG", "num": "CARDINAL", "day": "DATE"}

ENGLISH = """
$first/NNP/compound/1 $last/NNP/nsubj/2 $verb/VBD/ROOT/2 the/DT/det/4 $noun/NN/dobj/2 in/IN/prep/2 $place/NNP/pobj/5 ././punct/2
The/DT/det/2 $adj/JJ/amod/2 $noun/NN/nsubj/3 $verb/VBD/ROOT/3 $num/CD/nummod/5 $nouns/NNS/dobj/3 $day/NN/npadvmod/3 ././punct/3
$org/NNP/nsubj/1 $said/VBD/ROOT/1 that/IN/mark/5 $num/CD/nummod/4 $nouns/NNS/nsubj/5 $verb/VBD/ccomp/1 $place/NNP/dobj/5 ././punct/1
"/``/punct/4 The/DT/det/2 $noun/NN/nsubjpass/4 was/VBD/auxpass/4 closed/VBN/ccomp/8 ,/,/punct/8 "/''/punct/8 $last/NNP/nsubj/8 $said/VBD/ROOT/8 ././punct/8
Did/VBD/aux/3 the/DT/det/2 $nouns/NNS/nsubj/3 reach/VB/ROOT/3 $place/NNP/dobj/3 ?/./punct/3
$nouns/NNS/nsubj/3 did/VBD/aux/3 n't/RB/neg/3 cross/VB/ROOT/3 the/DT/det/5 $noun/NN/dobj/3 ,/,/punct/3 $first/NNP/nsubj/8 $said/VBD/parataxis/3 !/./punct/3
$org/NNP/nmod/2 's/POS/case/0 $noun/NN/nsubj/3 $verb/VBD/ROOT/3 a/DT/det/6 $adj/JJ/amod/6 $noun/NN/dobj/3 and/CC/cc/6 $num/CD/nummod/9 $nouns/NNS/conj/6 ././punct/3
$num/CD/nummod/1 km/NN/ROOT/1 from/IN/prep/1 $place/NNP/pobj/2 -/:/punct/1 no/DT/det/6 $nouns/NNS/appos/1 ././punct/1
"""

# Arcs that cross: a phrase or clause away from the noun it belongs to, a question word away from its preposition.
CROSSING = """
A/DT/det/1 $noun/NN/nsubjpass/3 is/VBZ/auxpass/3 issued/VBN/ROOT/3 on/IN/prep/1 the/DT/det/6 $noun/NN/pobj/4 $day/NN/npadvmod/3 ././punct/3
$first/NNP/nsubj/1 $verb/VBD/ROOT/1 a/DT/det/3 $noun/NN/dobj/1 $day/NN/npadvmod/1 that/WDT/nsubj/6 was/VBD/relcl/3 $adj/JJ/acomp/6 ././punct/1
What/WP/pobj/5 did/VBD/aux/4 $first/NNP/compound/3 $last/NNP/nsubj/4 vote/VB/ROOT/4 for/IN/prep/4 $day/NN/npadvmod/4 ?/./punct/4
Which/WDT/det/1 $noun/NN/pobj/6 did/VBD/aux/4 $org/NNP/nsubj/4 want/VB/ROOT/4 to/TO/aux/6 ask/VB/xcomp/4 about/IN/prep/6 ?/./punct/4
More/JJR/amod/1 $nouns/NNS/nsubj/2 crossed/VBD/ROOT/2 the/DT/det/4 $noun/NN/dobj/2 than/IN/prep/0 in/IN/pcomp/5 $place/NNP/pobj/6 ././punct/2
The/DT/det/1 $nouns/NNS/nsubj/2 left/VBD/ROOT/2 who/WP/nsubj/4 saw/VBD/relcl/1 $place/NNP/dobj/4 $day/NN/npadvmod/2 ././punct/2
"""

UKRAINIAN = """
$хто/PN/nsubj/1 $сказав/VM/root/1 ,/,/punct/6 що/SC/mark/6 $хтось/NP/nsubj/6 не/PT/advmod/6 $дія/VP/ccomp/1 $що/NA/obj/6 ././punct/1
$хтось/NP/nsubj/1 $дія/VP/root/1 $що/NA/obj/1 в/AD/case/4 $місці/LL/obl/1 ././punct/1
У/AD/case/1 м./LL/obl/4 $місто/LN/flat/1 5/NU/nummod/4 осіб/NG/nsubj/5 бачили/VP/root/5 $який/JM/amod/7 $слово/NM/obj/5 ././punct/5
$який/JM/amod/1 $слово/NM/nsubj/2 приїхав/VM/root/2 до/AD/case/5 обл./NG/nmod/5 центру/NG/obl/2 ././punct/2
«/,/punct/3 Ми/PR/nsubj/3 не/PT/advmod/3 стріляли/VP/ccomp/7 »/,/punct/3 ,/,/punct/3 —/,/punct/7 $сказав/VM/root/7 $хто/PN/nsubj/7 ././punct/7
Хто/PR/nsubj/1 $дія/VP/root/1 $що/NA/obj/1 ?/./punct/1
"""

TAGS = {
    "NNP": ("PROPN", "Number=Sing"), "NN": ("NOUN", "Number=Sing"), "NNS": ("NOUN", "Number=Plur"),
    "VBD": ("VERB", "Tense=Past|VerbForm=Fin"), "VBN": ("VERB", "Aspect=Perf|Tense=Past|VerbForm=Part"),
    "VBZ": ("AUX", "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"), "VB": ("VERB", "VerbForm=Inf"),
    "DT": ("DET", ""), "JJ": ("ADJ", "Degree=Pos"), "JJR": ("ADJ", "Degree=Cmp"), "CD": ("NUM", "NumType=Card"),
    "IN": ("ADP", ""), "RB": ("PART", "Polarity=Neg"), "CC": ("CCONJ", "ConjType=Cmp"), "POS": ("PART", ""),
    "TO": ("PART", ""), "WP": ("PRON", "PronType=Int"), "WDT": ("PRON", "PronType=Rel"),
    ".": ("PUNCT", "PunctType=Peri"), ",": ("PUNCT", "PunctType=Comm"), ":": ("PUNCT", ""),
    "``": ("PUNCT", "PunctSide=Ini|PunctType=Quot"), "''": ("PUNCT", "PunctSide=Fin|PunctType=Quot"),
    "PN": ("PROPN", "Animacy=Anim|Case=Nom|Number=Sing"), "LN": ("PROPN", "Animacy=Inan|Case=Nom|Number=Sing"),
    "LL": ("PROPN", "Animacy=Inan|Case=Loc|Number=Sing"), "NP": ("NOUN", "Animacy=Anim|Case=Nom|Number=Plur"),
    "NA": ("NOUN", "Animacy=Inan|Case=Acc|Number=Sing"), "NG": ("NOUN", "Case=Gen"),
    "NM": ("NOUN", "Case=Nom|Gender=Masc|Number=Sing"), "JM": ("ADJ", "Case=Nom|Gender=Masc|Number=Sing"),
    "VM": ("VERB", "Aspect=Perf|Gender=Masc|Mood=Ind|Tense=Past|VerbForm=Fin"),
    "VP": ("VERB", "Mood=Ind|Number=Plur|Tense=Past|VerbForm=Fin"), "PR": ("PRON", "PronType=Prs"),
    "AD": ("ADP", "Case=Loc"), "SC": ("SCONJ", ""), "PT": ("PART", "Polarity=Neg"), "NU": ("NUM", "NumType=Card"),
}
NO_SPACE_BEFORE = set(".,?!»") | {"n't", "'s"}


def fill(template, draw):
    """One sentence of a template: lists of words, tags, labels, heads and IOB entity marks."""
    words, tags, labels, heads, ents = [], [], [], [], []
    last_slot = ""
    for token in template.split():
        form, tag, label, head = token.rsplit("/", 3)
        slot = form[1:] if form.startswith("$") else ""
        name = NAMES.get(slot)
        continues = name and name == NAMES.get(last_slot)
        words.append(draw.choice(WORDS[slot]) if slot else form)
        tags.append(tag)
        labels.append(label)
        heads.append(int(head))
        ents.append(f"{'I' if continues else 'B'}-{name}" if name else "O")
        last_slot = slot
    return words, tags, labels, heads, ents


def examples(nlp, templates, count, seed):
    """Texts of one to three sentences each."""
    draw = random.Random(seed)
    templates = templates.strip().splitlines()
    made = []
    for _ in range(count):
        words, tags, labels, heads, ents = [], [], [], [], []
        for _ in range(draw.randint(1, 3)):
            sentence = fill(draw.choice(templates), draw)
            heads += [head + len(words) for head in sentence[3]]
            for total, part in zip((words, tags, labels, ents), (*sentence[:3], sentence[4])):
                total += part
        spaces = [word not in NO_SPACE_BEFORE for word in words[1:]] + [False]
        pos, morphs = zip(*(TAGS[tag] for tag in tags))
        gold = Doc(nlp.vocab, words=words, spaces=spaces, tags=tags, pos=pos, morphs=morphs,
                   heads=heads, deps=labels, ents=ents)
        made.append(Example(Doc(nlp.vocab, words=words, spaces=spaces), gold))
    return made


def train(nlp, templates, updates=60, batch=8):
    fix_random_seed(7)
    data = examples(nlp, templates, count=160, seed=11)
    optimizer = nlp.initialize(lambda: data)
    optimizer.learn_rate = 0.01
    draw = random.Random(13)
    for _ in range(updates):
        nlp.update(draw.sample(data, batch), sgd=optimizer, drop=0.1)


# ---- The pipelines -------------------------------------------------------------------------------------------------

def hash_embed(width, attrs, rows, static_vectors=False):
    return {"@architectures": "spacy.MultiHashEmbed.v2", "width": width, "attrs": attrs, "rows": rows,
            "include_static_vectors": static_vectors}


def window_encoder(width, depth, window, pieces):
    return {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": width, "depth": depth, "window_size": window,
            "maxout_pieces": pieces}


def tok2vec(embed, encode):
    return {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}


def listener(width):
    return {"@architectures": "spacy.Tok2VecListener.v1", "width": width}


def tagger(source):
    return {"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": source}}


def transitions(kind, source, hidden, pieces, wide=False, upper=True):
    return {"model": {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": kind, "tok2vec": source,
                      "extra_state_tokens": wide, "hidden_width": hidden, "maxout_pieces": pieces, "use_upper": upper}}


def mini_morph():
    nlp = spacy.blank("en")
    source = listener(24)
    nlp.add_pipe("tok2vec", config={"model": {
        "@architectures": "spacy.HashEmbedCNN.v2", "width": 24, "depth": 2, "embed_size": 200, "window_size": 1,
        "maxout_pieces": 3, "subword_features": True, "pretrained_vectors": None}})
    nlp.add_pipe("morphologizer", config=tagger(source))
    nlp.add_pipe("senter", config=tagger(source))
    train(nlp, ENGLISH)
    nlp.add_pipe("attribute_ruler").add_patterns(ATTRIBUTE_PATTERNS)
    lookups = Lookups()
    lookups.add_table("lemma_lookup", LEMMAS)
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"}).initialize(lookups=lookups)
    return nlp


# Later patterns win over earlier ones; "index" says which token of the match is changed.
ATTRIBUTE_PATTERNS = [
    {"patterns": [[{"POS": "PROPN"}]], "attrs": {"TAG": "NNP"}},
    {"patterns": [[{"POS": {"IN": ["VERB", "AUX"]}}]], "attrs": {"TAG": "V"}},
    {"patterns": [[{"POS": {"NOT_IN": ["PROPN", "VERB", "AUX", "PUNCT"]}, "IS_ALPHA": True}]], "attrs": {"TAG": "W"}},
    {"patterns": [[{"IS_PUNCT": True}]], "attrs": {"TAG": "P", "POS": "PUNCT", "MORPH": ""}},
    {"patterns": [[{"IS_SPACE": True}]], "attrs": {"TAG": "_SP", "POS": "SPACE", "MORPH": ""}},
    {"patterns": [[{"TEXT": {"REGEX": r"^\d{1,3}(,\d{3})+$"}}], [{"IS_DIGIT": True}]],
     "attrs": {"TAG": "CD", "POS": "NUM", "MORPH": "NumForm=Digit|NumType=Card"}},
    {"patterns": [[{"IS_DIGIT": True}, {"LOWER": {"IN": ["km", "mm", "kg"]}}]],
     "attrs": {"TAG": "UNIT", "LEMMA": "unit"}, "index": 1},
    {"patterns": [[{"ORTH": "as"}, {"LOWER": "many"}, {"ORTH": "as"}]], "attrs": {"POS": "ADV"}, "index": 0},
    {"patterns": [[{"LOWER": "cease"}, {"TEXT": "-"}, {"LOWER": {"REGEX": "^fires?$"}}]],
     "attrs": {"POS": "NOUN", "LEMMA": "ceasefire"}, "index": -1},
    {"patterns": [[{"SHAPE": {"IN": ["XXX", "XXXX"]}, "POS": {"NOT_IN": ["PUNCT", "NUM"]}}]],
     "attrs": {"POS": "PROPN", "MORPH": "Abbr=Yes"}},
    {"patterns": [[{"SHAPE": "X."}, {"IS_TITLE": True}]], "attrs": {"TAG": "INITIAL"}},
    {"patterns": [[{"LOWER": "not"}], [{"LOWER": "n't"}], [{"NORM": "not"}]],
     "attrs": {"POS": "PART", "MORPH": "Polarity=Neg", "LEMMA": "not"}},
    {"patterns": [[{"LOWER": {"NOT_IN": ["said", "says"]}, "POS": "VERB"}, {"ORTH": "that"}]],
     "attrs": {"POS": "SCONJ"}, "index": 1},
]

LEMMAS = {
    "soldiers": "soldier", "shells": "shell", "villages": "village", "trucks": "truck", "monitors": "monitor",
    "houses": "house", "said": "say", "claimed": "claim", "reported": "report", "added": "add", "left": "leave",
    "was": "be", "were": "be", "is": "be", "did": "do", "The": "the", "men": "man", "closed": "close", "saw": "see",
}


def mini_vectors():
    nlp = spacy.blank("en")
    nlp.vocab.vectors = shared_rows(nlp)
    source = listener(20)
    nlp.add_pipe("tok2vec", config={"model": tok2vec(
        hash_embed(20, ["ORTH", "LOWER", "PREFIX", "SHAPE", "SPACY"], [120, 100, 50, 60, 10], static_vectors=True),
        window_encoder(20, depth=2, window=2, pieces=2))})
    nlp.add_pipe("tagger", config=tagger(source))
    nlp.add_pipe("parser", config={**transitions("parser", source, 20, 2, upper=False), "min_action_freq": 5})
    own = tok2vec(hash_embed(12, ["NORM", "SUFFIX", "SHAPE"], [150, 100, 60]), window_encoder(12, 2, 1, 3))
    nlp.add_pipe("ner", config=transitions("ner", own, 16, 3, wide=True))
    train(nlp, ENGLISH, updates=150)
    return nlp


def shared_rows(nlp):
    """A table of 40 vectors for 60 words: each of the last 20 shares a row with an earlier word."""
    words = sorted({word for slot in WORDS for word in WORDS[slot] if word.isascii()})[:56] + ["the", "in", "The", "."]
    values = numpy.random.RandomState(5).normal(0, 0.5, (40, 20)).astype("float32")
    table = Vectors(strings=nlp.vocab.strings, data=values, name="mini_vectors")
    for i, word in enumerate(words):
        table.add(word, row=i if i < 40 else (i * 7) % 40)
    return table


def mini_parse():
    nlp = spacy.blank("en")
    source = listener(24)
    nlp.add_pipe("tok2vec", config={"model": tok2vec(
        hash_embed(24, ["NORM", "PREFIX", "SUFFIX", "SHAPE"], [150, 80, 120, 60]), window_encoder(24, 2, 1, 3))})
    nlp.add_pipe("senter", config=tagger(source))
    nlp.add_pipe("parser", config={**transitions("parser", source, 24, 2, wide=True), "min_action_freq": 1})
    nlp.add_pipe("ner", config=transitions("ner", source, 16, 2))
    train(nlp, CROSSING + ENGLISH.strip(), updates=90)
    return nlp


def mini_uk():
    nlp = spacy.blank("uk")
    nlp.vocab.lookups.add_table("lexeme_norm", {"обстріл": "удар", "Лиман": "місто", "р-н": "район"})
    source = listener(24)
    nlp.add_pipe("tok2vec", config={"model": tok2vec(
        hash_embed(24, ["NORM", "PREFIX", "SUFFIX", "SHAPE"], [200, 60, 200, 50]), window_encoder(24, 3, 1, 3))})
    nlp.add_pipe("morphologizer", config=tagger(source))
    nlp.add_pipe("parser", config={**transitions("parser", source, 24, 2), "min_action_freq": 5})
    train(nlp, UKRAINIAN)
    return nlp


PIPELINES = [mini_morph, mini_vectors, mini_parse, mini_uk]


# ---- Saving --------------------------------------------------------------------------------------------------------

LOADER = '''"""Loads this pipeline into spaCy."""
from pathlib import Path

import spacy


def load(**overrides):
    return spacy.load(Path(__file__).parent / "{name}-{version}", **overrides)
'''
METADATA = """Metadata-Version: 2.1
Name: {name}
Version: {version}
Summary: {summary}
Requires-Dist: spacy (>=3.8,<3.9)
"""
WHEEL = """Wheel-Version: 1.0
Generator: make_pipelines
Root-Is-Purelib: true
Tag: py3-none-any
"""


def wheel(folder, out):
    """Packs a pipeline folder into a wheel in `out`. The same folder always gives the same bytes."""
    name = folder.name
    fields = {"name": name, "version": VERSION, "summary": "A tiny pipeline for tests"}
    files = {f"{name}/{name}-{VERSION}/{path.relative_to(folder).as_posix()}": path.read_bytes()
             for path in folder.rglob("*") if path.is_file()}
    files[f"{name}/__init__.py"] = LOADER.format(**fields).encode()
    files[f"{name}/meta.json"] = (folder / "meta.json").read_bytes()
    info = f"{name}-{VERSION}.dist-info"
    files[f"{info}/METADATA"] = METADATA.format(**fields).encode()
    files[f"{info}/WHEEL"] = WHEEL.encode()
    record = [f"{path},sha256={digest(data)},{len(data)}\n" for path, data in sorted(files.items())]
    files[f"{info}/RECORD"] = "".join([*record, f"{info}/RECORD,,\n"]).encode()

    path = out / f"{name}-{VERSION}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for member, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(member, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return path


def digest(data):
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def main():
    parser = argparse.ArgumentParser(description="Makes the small test pipelines.")
    parser.add_argument("outdir", type=Path)
    args = parser.parse_args()

    args.outdir.mkdir(parents=True, exist_ok=True)
    for make in PIPELINES:
        nlp = make()
        nlp.meta.update(name=make.__name__, version=VERSION, license="MIT OR Apache-2.0",
                        description="A tiny pipeline for tests, made of invented sentences")
        folder = args.outdir / make.__name__
        nlp.to_disk(folder)
        path = wheel(folder, args.outdir)
        print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
