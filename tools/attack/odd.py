"""What no reader expects: values, bytes, encodings and very large texts."""

from __future__ import annotations

PLAIN = """
0 -1 -0 1e400 -1e400 1e308 1e15 1000000000000001 9007199254740993 .inf -.inf .nan NaN
Infinity 0x1F 0o17 017 1_000 1,000 1.5.2 12/0 0/0 -3/4 78/190 190/78 12:30:45 1e-320
1e1000000000 2024-02-30 2024-13-01 0000-00-00 true no null ~ unknown none absent KR
KR-GSBC kr-gsbc every-field sound a-whole KR-99 TG31 F05 COO-1 hsieh dac
"""
"""Numbers without end, dates that are none, and words that mean something elsewhere."""
LINES = r"""
[]
{}
[[[[]]]]
[null]
{a: 1}
{min: 3, max: 1}
{about: .nan}
{more_than: 1e15}
{absent: seen}
{not_applicable: x}
{value: 1}
{min: -1}
{min: 1e400}
{n: {2005: 7}}
{value: 1/3, of: firms}
{from: 2020, to: 1}
40e9 KRW 2014
-1 KRW 99999
4 per 0
{about: {about: 1}}
&a [*a]
*nothing
&a 1
<<
? [a, b]
!!python/object/apply:os.system [x]
!!binary aGVsbG8=
!!float abc
!!set {a, b}
!!timestamp 2001-12-14t21:59:43.10-05:00
""
" "
"\u0000"
"\ud800"
"\ud83d\ude00"
"\u202e\u2066"
"\u001b[31m"
"\n\n\r\t"
"=1+1"
"../../etc/passwd"
"/dev/zero"
"<script>alert(1)</script>"
"{0} {x} %s %(x)s {{ 7*7 }}"
"١٢"
"１２"
"한국 台灣 ß İ"
"https://[::1"
"javascript:alert(1)"
"10.1000/\"><x"
"""
"""Collections, tags and texts, as they would stand in a file."""
LONG = ("1" * 400, "9" * 5000, '"' + "x" * 10_000 + '"')
ODD = (*PLAIN.split(), *LINES.strip("\n").split("\n"), *LONG)
"""Values as they would stand in a file."""
BYTES = (
    b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc2\x85",
    b"\xe2\x80\xa8", b"\r", b"\n", b"\t", b"\x0c", b"\x1b[31m", b"\xe2\x80\xae",
    b"\xf0\x9f\x98\x80", b"\xc0\xaf", b":", b"{", b"}", b"[", b"]", b'"', b"'", b"#",
    b"&a ", b"*a ", b"!!", b"- ", b"| ", b"> ", b"---\n", b"...\n", b"%YAML 1.1\n",
    b"? ", b"<<: ", b",", b";", b"PK\x03\x04", b"\\",
)  # fmt: skip
"""What a byte or a few of them change most by."""
ENCODINGS = "utf-16 utf-16-be utf-32 cp949 big5 latin-1 utf-7 shift_jis".split()
LINE_ENDS = (b"\r\n", b"\r", b"\xc2\x85", b"\xe2\x80\xa8", b"\n\n")


def _bomb() -> bytes:
    """Few lines of YAML that stand for a billion values."""
    lines = [b"a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"]
    for level in range(1, 9):
        below = b", ".join([b"*a%d" % (level - 1)] * 10)
        lines.append(b"a%d: &a%d [%s]\n" % (level, level, below))
    return b"".join(lines)


BOMB = _bomb()
"""What few lines stand for, in memory, very many values."""
