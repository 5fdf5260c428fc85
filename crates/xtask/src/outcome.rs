//! What came of each part, and the summary at the end.

use anyhow::Result;
use std::env;
use std::ops::AddAssign;
use std::time::{Duration, Instant};

/// How many checks went which way.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) skipped: usize,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// What a part that did not break has to say.
pub(crate) enum Outcome {
    /// It ran, and this is what it counted.
    Ran(Tally),
    /// It cannot run here, for this reason.
    Skipped(String),
}

impl Outcome {
    /// One check, which passed.
    pub(crate) fn passed() -> Self {
        Self::Ran(Tally {
            passed: 1,
            ..Tally::default()
        })
    }
}

struct Part {
    name: &'static str,
    red: bool,
    verdict: String,
    took: Duration,
    tally: Tally,
}

/// The parts of a task, in the order they ran.
pub(crate) struct Summary {
    parts: Vec<Part>,
    no_skip: bool,
}

impl Summary {
    /// An empty one. `MARKETDAY_NO_SKIP=1` turns every skip red.
    pub(crate) fn new() -> Self {
        Self {
            parts: Vec::new(),
            no_skip: env::var_os("MARKETDAY_NO_SKIP").is_some_and(|value| value == "1"),
        }
    }

    /// Runs a part and notes what came of it. Returns whether it is well.
    pub(crate) fn part(
        &mut self,
        name: &'static str,
        run: impl FnOnce() -> Result<Outcome>,
    ) -> bool {
        println!("\n== {name}");
        let started = Instant::now();
        let (red, verdict, tally) = judge(run(), self.no_skip);
        self.parts.push(Part {
            name,
            red,
            verdict,
            took: started.elapsed(),
            tally,
        });
        !red
    }

    /// Notes a part that another's failure kept from running.
    pub(crate) fn did_not_run(&mut self, name: &'static str, because: &str) {
        self.part(name, || Err(anyhow::anyhow!("did not run: {because}")));
    }

    /// Prints a line a part and the totals. Returns whether all is well.
    pub(crate) fn print(&self) -> bool {
        println!();
        let width = self.parts.iter().map(|part| part.name.len()).max();
        let mut total = Tally::default();
        for part in &self.parts {
            println!("{}", line(part, width.unwrap_or(0)));
            total += part.tally;
        }
        println!("{}", totals(total));
        self.parts.iter().all(|part| !part.red)
    }
}

/// Whether it is red, the word for it, and the counts. A part that counted nothing did not run.
fn judge(outcome: Result<Outcome>, no_skip: bool) -> (bool, String, Tally) {
    let mut counted = Tally::default();
    let verdict = match outcome {
        Ok(Outcome::Ran(tally)) if tally.passed + tally.failed == 0 => {
            counted.skipped = tally.skipped;
            Err("FAILED: nothing ran".to_owned())
        }
        Ok(Outcome::Ran(tally)) => {
            counted = tally;
            match (tally.failed, tally.skipped) {
                (0, 0) => Ok("ok".to_owned()),
                (0, _) if no_skip => Err("FAILED: skips are not allowed".to_owned()),
                (0, _) => Ok("ok".to_owned()),
                _ => Err("FAILED".to_owned()),
            }
        }
        Ok(Outcome::Skipped(why)) => {
            counted.skipped = 1;
            let verdict = format!("skipped: {why}");
            if no_skip { Err(verdict) } else { Ok(verdict) }
        }
        Err(error) => Err(format!("FAILED: {error:#}")),
    };
    match verdict {
        Ok(word) => (false, word, counted),
        Err(word) => {
            counted.failed = counted.failed.max(1);
            (true, word, counted)
        }
    }
}

fn line(part: &Part, width: usize) -> String {
    let Part {
        name,
        verdict,
        took,
        ..
    } = part;
    let seconds = took.as_secs();
    format!(
        "{name:width$}  {verdict}  {seconds} s  {}",
        counts(part.tally)
    )
}

fn counts(tally: Tally) -> String {
    let mut counts = format!("{} passed", tally.passed);
    for (count, word) in [(tally.failed, "failed"), (tally.skipped, "skipped")] {
        if count > 0 {
            counts = format!("{counts}, {count} {word}");
        }
    }
    counts
}

fn totals(tally: Tally) -> String {
    let totals = format!("{} passed, {} failed", tally.passed, tally.failed);
    match tally.skipped {
        0 => totals,
        skipped => format!("{totals}, {skipped} skipped"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::anyhow;

    fn ran(passed: usize, failed: usize, skipped: usize) -> Outcome {
        Outcome::Ran(Tally {
            passed,
            failed,
            skipped,
        })
    }

    fn judged(outcome: Result<Outcome>, no_skip: bool) -> (bool, String) {
        let (red, verdict, _) = judge(outcome, no_skip);
        (red, verdict)
    }

    #[test]
    fn a_part_that_counted_nothing_is_red() {
        assert_eq!(
            judged(Ok(ran(0, 0, 0)), false),
            (true, "FAILED: nothing ran".to_owned())
        );
    }

    #[test]
    fn a_skip_is_red_only_where_skips_are_not_allowed() {
        let skipped = || Ok(Outcome::Skipped("../shared is absent".to_owned()));
        let verdict = "skipped: ../shared is absent".to_owned();
        assert_eq!(judged(skipped(), false), (false, verdict.clone()));
        assert_eq!(judged(skipped(), true), (true, verdict));
        assert_eq!(judged(Ok(ran(3, 0, 1)), false), (false, "ok".to_owned()));
        assert!(judged(Ok(ran(3, 0, 1)), true).0);
    }

    #[test]
    fn a_part_that_broke_counts_as_one_failure() {
        let (red, verdict, tally) = judge(Err(anyhow!("initdb is missing")), false);
        assert_eq!(
            (red, verdict.as_str(), tally.failed),
            (true, "FAILED: initdb is missing", 1)
        );
    }

    #[test]
    fn the_summary_has_a_line_a_part_and_plain_totals() {
        let part = Part {
            name: "unit and store",
            red: false,
            verdict: "ok".to_owned(),
            took: Duration::from_millis(41_900),
            tally: Tally {
                passed: 213,
                ..Tally::default()
            },
        };
        assert_eq!(line(&part, 16), "unit and store    ok  41 s  213 passed");
        assert_eq!(totals(part.tally), "213 passed, 0 failed");
        assert_eq!(
            totals(Tally {
                passed: 2,
                failed: 1,
                skipped: 3
            }),
            "2 passed, 1 failed, 3 skipped"
        );
    }
}
