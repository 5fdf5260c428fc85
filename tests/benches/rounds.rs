//! Ours and a limit in turns, so that whatever else the machine does slows both.

/// Two rates and what they are to each other, each the median of the rounds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Comparison {
    /// Ours, a second.
    pub(crate) ours: f64,
    /// The limit, a second.
    pub(crate) limit: f64,
    /// Ours as a share of the limit.
    pub(crate) ratio: f64,
    /// The lowest share of any round.
    pub(crate) lowest: f64,
    /// The highest.
    pub(crate) highest: f64,
}

/// Compares the rates that `ours` and `limit` return.
pub(crate) fn in_turns(
    rounds: usize,
    mut ours: impl FnMut() -> f64,
    mut limit: impl FnMut() -> f64,
) -> Comparison {
    let pairs: Vec<(f64, f64)> = (0..rounds).map(|_| (ours(), limit())).collect();
    Comparison::of(&pairs)
}

impl Comparison {
    /// What pairs of rates come to, each pair measured at nearly the same time.
    pub(crate) fn of(pairs: &[(f64, f64)]) -> Self {
        let mut ratios: Vec<f64> = pairs.iter().map(|(ours, limit)| ours / limit).collect();
        ratios.sort_by(f64::total_cmp);
        Self {
            ours: median(pairs.iter().map(|pair| pair.0)),
            limit: median(pairs.iter().map(|pair| pair.1)),
            ratio: median(ratios.iter().copied()),
            lowest: ratios[0],
            highest: ratios[ratios.len() - 1],
        }
    }
}

/// The middle value, or the mean of the two in the middle.
pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 {
        values[middle]
    } else {
        f64::midpoint(values[middle - 1], values[middle])
    }
}
