"""A hundred stories that nobody writes by accident: each a name and a function that writes it into a folder.

Those whose name ends in `_is_fine` draw no error; all others draw exactly one.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

Write = Callable[[Path], None]

HEAD = """\
format: 1
id: hostile
title: Hostile
start: a
chapters: {one: One}
variables:
  x: {range: [0, 9], start: 2}
  t: {start: false}
items:
  ring: {name: Ring}
"""
END = "z: {ending: {title: End}}\n"
STORIES: dict[str, Write] = {}


def _scenes(name: str, content: str | bytes) -> None:
    def write(folder: Path) -> None:
        _base(folder)
        data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        (folder / "one" / "scenes.yaml").write_bytes(data)

    STORIES[name] = write


def _head(name: str, content: str) -> None:
    def write(folder: Path) -> None:
        _base(folder)
        (folder / "story.yaml").write_text(content, encoding="utf-8")

    STORIES[name] = write


def _story(name: str, head: str, scenes: str, **files: str) -> None:
    def write(folder: Path) -> None:
        _base(folder)
        (folder / "story.yaml").write_text(head, encoding="utf-8")
        (folder / "one" / "scenes.yaml").write_text(scenes, encoding="utf-8")
        for file, content in files.items():
            (folder / f"{file}.yaml").write_text(content, encoding="utf-8")

    STORIES[name] = write


def _files(name: str, change: Write) -> None:
    def write(folder: Path) -> None:
        _base(folder)
        change(folder)

    STORIES[name] = write


def _base(folder: Path) -> None:
    (folder / "one").mkdir(parents=True)
    (folder / "story.yaml").write_text(HEAD, encoding="utf-8")
    (folder / "one" / "scenes.yaml").write_text("a: {to: z}\n" + END, encoding="utf-8")


def _text(source: str) -> str:
    return "a:\n  text: |\n    " + source + "\n  to: z\n" + END


def _condition(source: str) -> str:
    return f'a:\n  to:\n    - {{if: "{source}", scene: z}}\n    - z\n{END}'


def _effect(source: str) -> str:
    return f'a:\n  do: "{source}"\n  to: z\n{END}'


# Nesting.
_scenes("brackets", "a: " + "[" * 100_000)
_scenes("a_megabyte_of_brackets", "a: " + "[" * 1_000_000)
_scenes("braces", "a: " + "{a: " * 100_000)
_scenes("closed_brackets", "a: " + "[" * 30_000 + "]" * 30_000)
_scenes("dashes", "a:\n  text:\n    " + "- " * 50_000 + "x\n")
_scenes("steps", "".join(" " * depth + "a:\n" for depth in range(1500)))
_scenes("long_keys", "a: {? " + "[" * 5_000)
_scenes("question_marks", "? " * 20_000)
_scenes("braces_in_a_text", _text("{t: " * 10_000))
_scenes("closed_braces_in_a_text", _text("{t: " * 1000 + "x" + "}" * 1000))
_scenes("parentheses", _condition("(" * 200 + "t" + ")" * 200))
_scenes("nots", _condition("not " * 120 + "t"))
_scenes("minuses", _condition("-" * 400 + "x > 1"))
_scenes("products", _condition("x" + "*x" * 240 + " > 1"))
_scenes("long_condition", _condition("t or " * 5000 + "t"))
# References.
_scenes("merge_chain", "a: &a {to: z}\n" + "".join(f"b{n}: &b{n}\n  <<: *a\n" for n in range(200)))
_scenes("laughs", "a: &a [x]\n" + "".join(f"b{n}: &b{n} [{'*a, ' * 9}*a]\n" for n in range(30)))
_scenes("alias_of_itself", "a: &a\n  to: *a\n")
_scenes("undefined_alias", "a:\n  to: *nowhere\n" + END)
_scenes("merge_key", "a:\n  <<: {to: z}\n" + END)
_scenes("tag", "a:\n  text: !!python/object/apply:os.system [ls]\n  to: z\n" + END)
_scenes("own_tag", "a: !x {to: z}\n" + END)
_scenes("binary_tag", "a:\n  text: !!binary aGVsbG8=\n  to: z\n" + END)
_scenes("long_anchor", "a: &" + "n" * 200_000 + " {to: z}\n" + END)
# Size.
_scenes("three_megabytes", "a:\n  text: |\n" + "    word word word word\n" * 131_072 + "  to: z\n" + END)
_scenes("huge_text_is_fine", "a:\n  text: |\n    " + "word " * 400_000 + "\n  to: z\n" + END)
_scenes("huge_word", "a:\n  to: " + "x" * 1_000_000 + "\n" + END)
_scenes("huge_number", "a:\n  do: x = " + "9" * 400 + "\n  to: z\n" + END)
_scenes("huge_key", "a:\n  " + "k" * 1000 + ": x\n  to: z\n" + END)
_scenes("huge_quote", 'a:\n  text: "' + "word " * 300_000 + "\n  to: z\n")
_scenes("many_lines_is_fine", "a: {to: z}\n" + "\n" * 1_000_000 + END)
_scenes("many_scenes_is_fine", "a: {to: [" + ("{if: x > 1, scene: z}, " * 20_000) + "z]}\n" + END)
_scenes("many_braces_is_fine", _text("{x} " * 100_000))
_scenes("many_stars_is_fine", _text("*a " * 200_000))
_scenes("many_backslashes_is_fine", _text("\\" * 500_000))
_scenes("stars_in_front", "a:\n  text: " + "*" * 100_000 + "\n  to: z\n" + END)
_scenes("one_name_many_times", "a: {to: [" + ("{if: y > 1, scene: z}, " * 20_000) + "z]}\n" + END)
# Characters.
_scenes("null_byte", b"a:\n  text: x\x00y\n  to: z\n")
_scenes("escape_sequence", b"a:\n  text: \x1b[2J\n  to: z\n")
_scenes("bell_in_a_name", b"a:\n  to: z\x07\n")
_scenes("c1_control", "a:\n  text: x\x9b2Jy\n  to: z\n")
_scenes("bidi_in_a_name", "a:\n  to: \u202ez\n" + END)
_scenes("bidi_in_a_text_is_fine", _text("a \u202e b \u2066 c"))
_scenes("escaped_control_is_fine", 'a:\n  text: "x\\e[2J\\a\\0"\n  to: z\n' + END)
_scenes("lone_surrogate", "a:\n  text: x\ud800y\n  to: z\n")
_scenes("escaped_surrogate", 'a:\n  text: "\\ud800"\n  to: z\n' + END)
_scenes("bad_bytes", b"a:\n  text: caf\xe9\n  to: z\n")
_scenes("only_bad_bytes", bytes(range(128, 256)) * 1000)
_scenes("utf_16", "a: {to: z}\n".encode("utf-16"))
_scenes("overlong_utf_8", b"a:\n  text: \xc0\xaf\n  to: z\n")
_scenes("mark_in_the_middle", "a:\n  text: x\ufeffy\n  to: z\n")
_scenes("line_separators_is_fine", "a:\n  text: x\u2028y\u0085z\n  to: z\n" + END)
_scenes("tabs", "\t" * 10_000 + "a: x\n")
_scenes("directive", "%YAML 9.9\n---\na: {to: z}\n" + END)
_scenes("thousand_documents", "a: {to: z}\n" + END + "---\n" * 1000)
_scenes("digits_of_another_script", _condition("x > ٣"))
# Growth, loops, code.
_scenes("growth_is_fine", _effect("x = x * x").replace("to: z", "text: '{x}'\n  to: z"))
_scenes("ring", "".join(f"a{n}: {{to: a{(n + 1) % 5000}}}\n" for n in range(5000)) + "a: {to: a0}\n")
_scenes(
    "cycles_of_primes_is_fine", _text("".join(f"{{cycle: {'x|' * n}}}" for n in (2, 3, 5, 7, 11, 13, 17, 19)))
)
_scenes("counts_without_end_is_fine", "a:\n  to: [{if: visits(a) < 999999999, scene: z}, z]\n" + END)
_scenes("conditions_in_a_text_is_fine", _text("{x > 1: y}" * 40_000))
_scenes("alternatives_is_fine", _text("{seq: " + "y|" * 100_000 + "}"))
_scenes("marks_on_a_letter_is_fine", _text("e" + "\u0301" * 200_000))
_scenes("drawings_is_fine", "a:\n  text:\n" + "    - |\n          +-+\n" * 20_000 + "  to: z\n" + END)
_scenes("unreached_is_fine", "a: {to: z}\n" + "".join(f"b{n}: {{to: z}}\n" for n in range(20_000)) + END)
_scenes(
    "once_is_fine",
    "a:\n  choices:\n"
    + "".join(f"    - {{text: T{n}, once: true, say: y}}\n" for n in range(2000))
    + "  to: z\n"
    + END,
)
_head(
    "unused_is_fine",
    HEAD.replace("items:", "".join(f"  v{n}: {{start: false}}\n" for n in range(20_000)) + "items:"),
)
_head("nine_digits_is_fine", HEAD.replace("[0, 9]", "[0, 999999999]"))
_head(
    "word_of_a_megabyte",
    HEAD.replace("[0, 9], start: 2", "[0, 0], start: 0, words: [" + "w" * 1_000_000 + "]"),
)
# What an author writes who wants no limit, and what goes on without end.
NO_LIMIT = HEAD.replace("[0, 9]", "[0, 999999999]").replace(
    "items:", "  y: {range: [0, 999999999], start: 2}\nitems:"
)
GO_ON = "a:\n  choices:\n    - {text: More, do: [%s], to: a}\n    - {text: On, if: x > 9000, to: z}\n" + END
_story("gold_without_limit_is_fine", NO_LIMIT, GO_ON % "x += 3, x = x + x, y = x")
_story("products_without_limit_is_fine", NO_LIMIT, GO_ON % "x = x * y, y = y * x")
CYCLES = "".join(f"{{cycle: {'x|' * n}}}" for n in (7, 11, 13, 17, 19, 23, 29, 31))
_story(
    "cycles_of_primes_in_a_page_is_fine",
    HEAD,
    "a: {choices: [{text: Again, to: a}, {text: On, to: z}]}\n" + END,
    pages=f'- {{id: p, title: P, text: "{CYCLES}"}}\n',
)
_scenes(
    "three_hundred_once_is_fine",
    "a:\n  choices:\n"
    + "".join(f"    - {{text: T{n}, once: true, to: a}}\n" for n in range(300))
    + "  to: z\n"
    + END,
)
_scenes(
    "many_choices_is_fine",
    "a:\n  choices:\n" + "".join(f"    - {{text: T{n}, to: z}}\n" for n in range(20_000)) + END,
)
_scenes("fifty_thousand_ways_is_fine", "a: {to: [" + ("{if: x > 1, scene: z}, " * 50_000) + "z]}\n" + END)
_scenes(
    "long_chain_is_fine",
    "a: {choices: [{text: On, to: a1}]}\n"
    + "".join(f"a{n}: {{choices: [{{text: On, to: a{n + 1}}}]}}\n" for n in range(1, 20_000))
    + "a20000: {to: z}\n"
    + END,
)
_scenes("nested_conditions_is_fine", _text("".join(f"{{x == {n % 10}: a{n} " for n in range(17)) + "}" * 17))
_story(
    "sixty_flags_is_fine",
    HEAD.replace("items:", "".join(f"  f{n}: {{start: false}}\n" for n in range(60)) + "items:"),
    "a:\n  choices:\n"
    + "".join(f"    - {{text: T{n}, do: f{n} = not f{n}, to: a}}\n" for n in range(60))
    + "    - {text: On, if: "
    + " and ".join(f"f{n}" for n in range(60))
    + ", to: z}\n"
    + END,
)
_scenes(
    "ring_through_much_text_is_fine",
    "".join(f"a{n or ''}: {{text: {'word ' * 300}, to: a{n + 1}}}\n" for n in range(990))
    + "a990: {choices: [{text: Round, to: a}, {text: On, to: z}]}\n"
    + END,
)
MARKS = "e" + "\u0301" * 50_000
_head("marks_in_a_title_is_fine", HEAD.replace("title: Hostile", f"title: {MARKS}") + f"status: {MARKS}\n")
_scenes("marks_in_a_choice_is_fine", f"a: {{choices: [{{text: {MARKS}, to: z}}]}}\n" + END)
_files("deep_folders", lambda folder: (folder / "one" / Path(*["d"] * 60)).mkdir(parents=True))
_scenes("code", _condition("__import__('os').system('ls')"))
_scenes("attribute", _effect("x = x.__class__"))
_scenes("power", _effect("x = 9 ** 9 ** 9"))
_scenes("keyword", _effect("x = lambda"))
# SymbolTable and paths.
_head("chapter_above", HEAD.replace("{one: One}", '{one: One, "../two": Two}'))
_head("chapter_of_the_system", HEAD.replace("{one: One}", "{one: One, /etc: Etc}"))
_head("chapter_with_a_null", HEAD.replace("{one: One}", '{one: One, "x\\0y": X}'))
_head("endless_range", HEAD.replace("[0, 9]", "[0, 99999999999999999999]"))
_head("name_of_python", HEAD.replace("x: {range", "__class__: {range"))
_head("long_id", HEAD.replace("id: hostile", "id: " + "x" * 100_000))
_files("link_out", lambda folder: (folder / "one" / "x.yaml").symlink_to("/etc/passwd"))
_files("link_of_a_folder_out", lambda folder: (folder / "one" / "x").symlink_to("/etc"))
_files("link_to_nowhere", lambda folder: (folder / "one" / "x.yaml").symlink_to("nowhere"))
_files("link_to_itself", lambda folder: (folder / "one" / "x.yaml").symlink_to("x.yaml"))
_files("link_round_is_fine", lambda folder: (folder / "one" / "x").symlink_to(folder / "one"))
_files("pipe", lambda folder: os.mkfifo(folder / "one" / "x.yaml"))
_files("pipe_of_pages", lambda folder: os.mkfifo(folder / "pages.yaml"))
_files("folder_named_like_a_file_is_fine", lambda folder: (folder / "one" / "x.yaml").mkdir())
_files("file_named_badly_is_fine", lambda folder: _named(folder / "one" / "x\x1b]0;\u202e.yaml"))


def _named(path: Path) -> None:
    path.write_text("b: {to: z}\n", encoding="utf-8")


# Words that would be more than words where markup or a program is read.
WORDS = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "--></script><img src=x onerror=alert(1)>",
    "<img src=http://127.0.0.1:9/x>",
    "<style>*{display:none}</style>",
    "<base href=http://127.0.0.1:9/><meta http-equiv=refresh content=0>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'>",
    "javascript:alert(1)",
    '" onmouseover="alert(1)" \'',
    "${alert(1)} `alert(1)`",
    "\\u003c/script> &lt;/script&gt; &#60;",
    "a\u2028b\u2029c\u0085d",
    "@script@ @program@ @policy@ \\g<0> \\1",
    "]]> <![CDATA[ <?php ?>",
    "__proto__",
    "\U0001f600 \u202e evil \u2066",
)
