//! Every rule of the specification is covered by a test that cites it, or stands with its reason in `rules.txt`.
//!
//! `rule-ids.txt` lists the rules; a number with a point is a row of a table, `6.2-3` the third of section 6.2.
//! `elsewhere.txt` names tests that cover a rule without citing it. `rules.txt` may only shrink.

#[cfg(test)]
mod citations;
#[cfg(test)]
mod coverage;
