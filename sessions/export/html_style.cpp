#include "sessions/export/html_style.h"

namespace askdb::sessions {
namespace {

constexpr std::string_view style_text = R"(
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --card: #ffffff; --ink: #22262b; --soft: #6a7078; --line: #e3e1da;
  --accent: #1d6b5f; --tint: #eef4f1; --code: #f4f3ee; --warn: #8a5a00; --warn-tint: #fdf3dc;
  --sql-word: #7a3e9d; --sql-text: #1d6b5f; --sql-number: #b3530a; --sql-comment: #80868d;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16181b; --card: #1e2125; --ink: #e4e2dd; --soft: #969ca4; --line: #32363c;
    --accent: #6cc3b2; --tint: #1f2b29; --code: #17191c; --warn: #e8b95a; --warn-tint: #2d2618;
    --sql-word: #c99be8; --sql-text: #7fceb9; --sql-number: #eba76b; --sql-comment: #7d838b;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
body {
  margin: 0; padding: 3rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
main { max-width: 54rem; margin: 0 auto; }
header { margin-bottom: 2.25rem; }
h1 { margin: 0 0 .4rem; font-size: 1.85rem; line-height: 1.25; letter-spacing: -.015em; text-wrap: balance; }
.facts, footer { color: var(--soft); font-size: .875rem; }
nav { margin-top: 1.25rem; padding: .9rem 1.1rem; border: 1px solid var(--line); border-radius: .7rem; background: var(--card); }
nav ol { margin: 0; padding-left: 1.5rem; font-size: .92rem; }
nav li { padding: .1rem 0; }
nav li::marker { color: var(--soft); }
nav a { color: inherit; text-decoration: none; }
nav a:hover { color: var(--accent); text-decoration: underline; }
section { margin: 0 0 1.5rem; padding: 1.4rem 1.6rem 1.2rem; border: 1px solid var(--line); border-radius: .9rem; background: var(--card); overflow-wrap: anywhere; }
section > h2 { display: flex; gap: .75rem; margin: 0 0 1rem; font-size: 1.12rem; line-height: 1.45; font-weight: 650; white-space: pre-line; }
section > h2 .at { flex: none; min-width: 1.7rem; height: 1.7rem; margin-top: -.05rem; padding: 0 .35rem; border-radius: .85rem; background: var(--tint); color: var(--accent); font-size: .8rem; line-height: 1.7rem; text-align: center; font-variant-numeric: tabular-nums; }
.answer > :first-child { margin-top: 0; }
.answer > :last-child { margin-bottom: 0; }
.answer h3, .answer h4, .answer h5, .answer h6 { margin: 1.4rem 0 .5rem; font-size: 1rem; }
.answer h3 { font-size: 1.08rem; }
p, ul, ol, blockquote { margin: .75rem 0; }
blockquote { margin-left: 0; padding-left: 1rem; border-left: 3px solid var(--line); color: var(--soft); }
a { color: var(--accent); text-underline-offset: .15em; }
hr { height: 1px; margin: 1.25rem 0; border: 0; background: var(--line); }
code, pre { font: .875em/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { padding: .1em .3em; border-radius: .3em; background: var(--code); }
pre { margin: .75rem 0; padding: .8rem 1rem; border: 1px solid var(--line); border-radius: .55rem; background: var(--code); white-space: pre-wrap; overflow-wrap: anywhere; }
pre code { padding: 0; background: none; font-size: 1em; }
.none { color: var(--soft); font-style: italic; }
.remark { margin: .9rem 0 0; padding: .55rem .85rem; border-radius: .5rem; background: var(--warn-tint); color: var(--warn); font-size: .9rem; }
details { margin-top: .8rem; border-top: 1px solid var(--line); }
details + .facts { margin-top: .8rem; }
summary { display: flex; align-items: baseline; gap: .55rem; padding: .65rem 0 0; color: var(--soft); font-size: .875rem; cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::before { content: "▸"; color: var(--accent); transition: transform .12s; }
details[open] > summary::before { transform: rotate(90deg); }
summary b { color: var(--ink); font-weight: 600; }
summary:hover b { color: var(--accent); }
summary:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: .2rem; }
.wide { overflow-x: auto; margin: .75rem 0; border: 1px solid var(--line); border-radius: .55rem; }
table { width: 100%; border-collapse: collapse; font-size: .9rem; }
th, td { padding: .42rem .8rem; text-align: left; vertical-align: top; white-space: pre-wrap; }
td { border-top: 1px solid var(--line); }
th { background: var(--tint); font-weight: 600; white-space: nowrap; }
tbody tr:hover { background: var(--tint); }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.center { text-align: center; }
.null { color: var(--soft); font-style: italic; }
.rest { margin: .4rem 0 0; color: var(--soft); font-size: .85rem; }
.k { color: var(--sql-word); font-weight: 600; }
.s { color: var(--sql-text); }
.n { color: var(--sql-number); }
.c { color: var(--sql-comment); font-style: italic; }
footer { margin-top: 2.5rem; text-align: center; }
@media (max-width: 40rem) {
  body { padding: 1.5rem .8rem 2.5rem; }
  section { padding: 1.1rem 1rem .9rem; }
  h1 { font-size: 1.45rem; }
}
@media print {
  :root { --paper: #fff; --card: #fff; --ink: #000; --soft: #555; --line: #ccc; --tint: #f3f3f3; --code: #f7f7f7; }
  body { padding: 0; font-size: 10.5pt; }
  main { max-width: none; }
  section { padding: 0; border: 0; }
  section > h2, summary { break-after: avoid; }
  nav { display: none; }
  details::details-content { display: block; content-visibility: visible; }
  summary::before { display: none; }
  .wide { overflow: visible; }
  thead { display: table-header-group; }
  tr, pre { break-inside: avoid; }
}
)";

}

std::string_view html_style() {
    return style_text;
}

}
