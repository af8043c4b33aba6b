#!/usr/bin/env python3
"""Checks sizes, opening comments and words that must not be in the project.

Sizes: a file, a function, and the medians over core/, hub/, agent/ and audit/.  A function is counted from its opening
brace to its closing one; tables and initialisers are not functions.
"""

import argparse
import re
import statistics
import sys
import tempfile
from pathlib import Path

from tree import PROGRAM, ROOT, code_only, line_of, project_files, report

FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 60
HEADER_MEDIAN = 100  # below this
SOURCE_MEDIAN = 180

# In any text of the project.  Written so that they do not match themselves.
ANYWHERE = [
    ("note", re.compile(r"\b(?:TO[D]O|FIX[M]E|X[X]X)\b"), "open ends belong in an issue"),
    ("path", re.compile(r"(?<![\w.~-])/(?:wor[k]|hom[e])/"), "a path of one machine"),
    ("key", re.compile(r"-----BEGIN [A-Z ]*PRIVAT[E] KEY-----"), "no private key is ever committed"),
]
# In C++, comments and strings apart.
IN_CODE = [
    ("regex", re.compile(r"\bstd\s*::\s*w?regex\b|#\s*include\s*<regex>"), "std::regex overflows the stack on long input"),
    ("true", re.compile(r"\b(?:CHECK|REQUIRE|WARN)\s*\(\s*true\s*\)"), "checks nothing"),
]
COROUTINE = re.compile(r"\bco_(?:await|return|yield)\b")
CONTAINER = re.compile(r"(?:\[\[.*?\]\]|\b(?:inline|typedef|static|const|export)\b|\s)*"
                       r"(?:namespace|class|struct|union|extern)\b", re.DOTALL)


def without_directives(code):
    """Blanks preprocessor lines, which need not balance their braces."""
    return re.sub(r"^[ \t]*#(?:\\\n|[^\n])*", lambda m: "\n" * m.group().count("\n"), code, flags=re.MULTILINE)


def match_brace(code, start):
    """The index after the bracket that closes the one at start."""
    opened, closed = code[start], {"{": "}", "(": ")", "[": "]"}[code[start]]
    depth = 0
    for i in range(start, len(code)):
        depth += (code[i] == opened) - (code[i] == closed)
        if depth == 0:
            return i + 1
    return len(code)


def kind_of(header):
    """What a brace opens that stands outside all functions, from the text before it."""
    text = re.sub(r"\b(?:public|private|protected)\s*:(?!:)", " ", header).strip()
    while re.match(r"template\s*<", text):  # take template<...> off, whose parameters may say `class`
        depth, end = 0, len(text)
        for i in range(text.index("<"), len(text)):
            depth += (text[i] == "<") - (text[i] == ">" and text[i - 1] != "-")
            if depth == 0:
                end = i + 1
                break
        text = text[end:].strip()
    if CONTAINER.match(text) and not text.endswith(")"):
        return "container"
    if text.startswith("enum") or text.endswith(("=", ",", "return")) or text.count("(") > text.count(")"):
        return "initialiser"
    if re.search(r"=\s*\[", text):
        return "function"  # a lambda that is given a name
    if "(" not in text:
        return "initialiser"
    after_parameters = re.search(r"\)[^()]*?(?<!:):(?!:)", text)
    if after_parameters and re.search(r"[\w>]$", text):
        return "initialiser"  # of a member, before a constructor's body
    return "function"


def functions(code):
    """(first index, index after the end) of the body of every function, nested ones inside their outer one."""
    found, header, i = [], 0, 0
    while i < len(code):
        if code[i] == "{":
            kind = kind_of(code[header:i])
            if kind == "container":
                header = i = i + 1
                continue
            end = match_brace(code, i)
            if kind == "function":
                found.append((i, end))
                header = end
            i = end  # after an initialiser the header goes on: the constructor's body is still to come
            continue
        if code[i] in ";}":
            header = i + 1
        i += 1
    return found


def capturing_coroutines(code):
    """Where a lambda with captures is itself a coroutine: its captures die with the lambda, before it ends."""
    found = []
    for start in re.finditer(r"(?<![\w\]\)\[])\s*(\[)(?!\s*[\]\[])", code):
        before = code[:start.start()].rstrip()
        if re.search(r"\bauto\s*&{0,2}$", before):
            continue  # a structured binding
        after = match_brace(code, start.start(1))
        body = re.match(r"\s*(?:<[^{}]*?>\s*)?(?:\((?:[^()]|\([^()]*\))*\))?[^;{}()]*", code[after:])
        at = after + body.end()
        if at >= len(code) or code[at] != "{":
            continue
        text = code[at + 1:match_brace(code, at) - 1]
        if COROUTINE.search(without_lambdas(text)):
            found.append(start.start(1))
    return found


def without_lambdas(text):
    """Text of a function without the bodies of the lambdas in it, which are functions of their own."""
    pattern = re.compile(r"(?<![\w\]\)\[])\s*\[[^\[\]]*\]\s*(?:\((?:[^()]|\([^()]*\))*\))?[^;{}()=]*(\{)")
    while inner := pattern.search(text):
        text = text[:inner.start()] + text[match_brace(text, inner.start(1)):]
    return text


def check_cpp(path, text):
    findings = []
    lines = text.count("\n")
    if lines > FILE_LINES_MAX:
        findings.append(f"{path}:{FILE_LINES_MAX + 1}: {lines} lines; {FILE_LINES_MAX} are allowed")
    if path.suffix == ".h" and path.parts[0] in PROGRAM:
        if not re.match(r"// \S.{9,}\n(?://.*\n)*#pragma once\n", text):
            findings.append(f"{path}:1: a header opens with a // paragraph on what it is, then #pragma once")
    code = code_only(text)
    for _, pattern, why in IN_CODE:
        for match in pattern.finditer(code):
            findings.append(f"{path}:{line_of(code, match.start())}: {' '.join(match.group().split())}: {why}")
    for start in capturing_coroutines(code):
        findings.append(f"{path}:{line_of(code, start)}: co_await in a lambda with captures: they die before it ends")
    code = without_directives(code)
    for start, end in functions(code):
        length = code.count("\n", start, end) + 1
        if length > FUNCTION_LINES_MAX:
            findings.append(f"{path}:{line_of(code, start)}: a function of {length} lines; "
                            f"{FUNCTION_LINES_MAX} are allowed")
    return findings


def check_medians(sizes):
    findings = []
    for suffix, below in ((".h", HEADER_MEDIAN), (".cpp", SOURCE_MEDIAN)):
        lines = [size for path, size in sizes.items() if path.suffix == suffix and path.parts[0] in PROGRAM]
        if lines and statistics.median(lines) >= below:
            findings.append(f"core, hub, agent, audit: the median *{suffix} has {statistics.median(lines):g} lines; "
                            f"it is to stay under {below}")
    return findings


def check(root):
    findings, sizes = [], {}
    for path in project_files(root):
        try:
            text = (root / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # not text
        for _, pattern, why in ANYWHERE:
            for match in pattern.finditer(text):
                findings.append(f"{path}:{line_of(text, match.start())}: {match.group()}: {why}")
        if path.suffix in (".h", ".cpp") and path.parts[0] in (*PROGRAM, "tests"):
            sizes[path] = text.count("\n")
            findings += check_cpp(path, text)
    return findings + check_medians(sizes), len(sizes)


def body(lines):
    return "{\n" + "    x();\n" * (lines - 2) + "}\n"


def self_test():
    opening = "// What this header is for.\n#pragma once\n"
    long, short = body(61), body(60)
    table = "{\n" + "    1,\n" * 80 + "};\n"
    # What is planted as one file, and what the report has to say (nothing: it has to stay silent).
    cases = [
        ("core/a.h", opening + "namespace a { class B { public: int c() const { return 1; } }; }\n", None),
        ("core/a.h", "#pragma once\n", "core/a.h:1: a header opens"),
        ("core/a.h", "//\n#pragma once\n", "core/a.h:1: a header opens"),
        ("tests/a.h", "#pragma once\n", None),
        ("core/a.cpp", "\n" * 501, "core/a.cpp:501: 501 lines"),
        ("core/a.cpp", "\n" * 200, "the median *.cpp has 200 lines"),
        ("core/a.h", opening + "\n" * 120, "the median *.h has 122 lines"),
        ("core/a.cpp", "\nvoid f() " + long, "core/a.cpp:2: a function of 61 lines"),
        ("core/a.cpp", "void f() " + short, None),
        ("core/a.cpp", "namespace {\nclass A {\npublic:\n    void f() const noexcept override " + long + "};\n}\n",
         "core/a.cpp:4: a function of 61"),
        ("core/a.cpp", "A::A(int a)\n    : a_{a},\n      b_(1) " + long, "core/a.cpp:3: a function of 61"),
        ("core/a.cpp", "A::A() : a_{1} " + long, "core/a.cpp:1: a function of 61"),
        ("core/a.cpp", "template <class T>\nauto f(T t) -> std::vector<T> " + long, "core/a.cpp:2: a function of 61"),
        ("core/a.cpp", "const auto f = [] " + long[:-1] + ";\n", "core/a.cpp:1: a function of 61"),
        ("core/a.cpp", 'TEST_CASE("a { brace") ' + long, "core/a.cpp:1: a function of 61"),
        ("core/a.cpp", "#if A\nvoid f() {\n#else\nvoid g() {\n#endif\n}\n", None),
        ("core/a.cpp", "// {\nconst char* a = \"{\"; char b = '{'; int c = 1'000; auto d = R\"x({{)x\";\nvoid f() " + short,
         None),
        ("core/a.cpp", "constexpr int kTable[] = " + table, None),
        ("core/a.cpp", "enum class A : int " + table, None),
        ("core/a.h", opening + "void f(std::initializer_list<int> a = {});\nvoid g() {}\n", None),
        ("core/a.cpp", "struct A {\n" + "    int f() { return 1; }\n" * 70 + "};\n", None),
        ("core/a.cpp", "auto f = [&x]() -> awaitable<void> { co_await x; };\n", "core/a.cpp:1: co_await in a lambda"),
        ("core/a.cpp", "\nspawn(io, [this, a = b()](int i) mutable { co_return; });\n", "core/a.cpp:2: co_await in"),
        ("core/a.cpp", "auto f = []() -> awaitable<void> { co_await x; };\n", None),
        ("core/a.cpp", "awaitable<void> f() { a[i] = 1; auto [e, n] = co_await x(); g([&] { return 1; }); }\n", None),
        ("core/a.cpp", "auto f = [&x] { return [](int i) -> awaitable<int> { co_return i; }; };\n", None),
        ("core/a.cpp", "[[nodiscard]] awaitable<void> f() { co_await x; }\n", None),
        ("core/a.cpp", "\nstd::regex a;\n", "core/a.cpp:2: std::regex"),
        ("core/a.cpp", "// std::regex is not used\n", None),
        ("tests/a.cpp", "CHECK( true );\n", "tests/a.cpp:1: CHECK( true )"),
        ("docs/a.md", "a\nTO" + "DO: b\n", "docs/a.md:2: TO" + "DO"),
        ("deploy/a.sh", "FIX" + "ME\n", "deploy/a.sh:1: FIX" + "ME"),
        ("deploy/a.sh", "cd /wor" + "k/main\n", "deploy/a.sh:1: /wor" + "k/"),
        ("deploy/a.sh", "cd /srv/wor" + "k/a; cd /var/hom" + "e/\n", None),
        ("certs/a.txt", "\n-----BEGIN EC PRIVA" + "TE KEY-----\n", "certs/a.txt:2: -----BEGIN EC"),
    ]
    failures = []
    for path, text, expected in cases:
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder, path)
            target.parent.mkdir(parents=True)
            target.write_text(text)
            findings, _ = check(Path(folder))
        if expected is None and findings or expected and not any(expected in f for f in findings):
            failures.append(f"self-test {text[:60]!r}: expected {expected!r}, found {findings}")
    return report("budgets self-test", failures, f"{len(cases)} planted cases")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--self-test", action="store_true", help="plant violations and check that each is found")
    if parser.parse_args().self_test:
        return self_test()
    findings, count = check(ROOT)
    return report("budgets", findings, f"{count} C++ files")


if __name__ == "__main__":
    sys.exit(main())
