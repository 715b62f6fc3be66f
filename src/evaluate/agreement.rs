//! How well two series of marks agree: the statistics that papers on grading report.

/// One answer's mark by a person and its score by the grader, both as shares of full marks, `0.0..=1.0`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// What the person gave.
    pub mark: f64,
    /// What the grader gave.
    pub score: f64,
}

/// Agreement between marks and scores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// Number of answers.
    pub n: usize,
    /// What full marks are: the unit of all that follows but `r` and `kappa`.
    pub scale: f64,
    /// Pearson's correlation; none where either side never varies.
    pub r: Option<f64>,
    /// Cohen's kappa with quadratic weights, on marks and scores rounded to whole ones; none where both never vary.
    pub kappa: Option<f64>,
    /// Root of the mean squared error.
    pub rmse: f64,
    /// Mean absolute error.
    pub mae: f64,
    /// Mean of the marks.
    pub mean_mark: f64,
    /// Mean of the scores.
    pub mean_score: f64,
}

impl Agreement {
    /// The agreement of `pairs` on a scale from 0 to `scale`. Of no pairs, all means are 0.
    #[must_use]
    pub fn of(pairs: &[Pair], scale: f64) -> Self {
        let scaled: Vec<Pair> = pairs.iter().map(|pair| Pair { mark: pair.mark * scale, score: pair.score * scale }).collect();
        Self {
            n: pairs.len(),
            scale,
            r: pearson(&scaled),
            kappa: kappa(&scaled),
            rmse: mean(&scaled, |pair| (pair.mark - pair.score).powi(2)).sqrt(),
            mae: mean(&scaled, |pair| (pair.mark - pair.score).abs()),
            mean_mark: mean(&scaled, |pair| pair.mark),
            mean_score: mean(&scaled, |pair| pair.score),
        }
    }
}

/// A count as a divisor.
pub(super) fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// Mean of a quantity; 0 of nothing.
fn mean(pairs: &[Pair], of: impl Fn(&Pair) -> f64) -> f64 {
    if pairs.is_empty() { 0.0 } else { pairs.iter().map(of).sum::<f64>() / count(pairs.len()) }
}

/// Below this a spread is rounding, not variation.
const NO_SPREAD: f64 = 1e-12;

/// Pearson's correlation of marks and scores; none where either side never varies.
pub(crate) fn pearson(pairs: &[Pair]) -> Option<f64> {
    let (mark, score) = (mean(pairs, |p| p.mark), mean(pairs, |p| p.score));
    let together = mean(pairs, |p| (p.mark - mark) * (p.score - score));
    let spread = mean(pairs, |p| (p.mark - mark).powi(2)) * mean(pairs, |p| (p.score - score).powi(2));
    (spread > NO_SPREAD).then(|| together / spread.sqrt())
}

/// Quadratic weights need no table: the disagreement expected by chance is that of every mark with every score.
fn kappa(pairs: &[Pair]) -> Option<f64> {
    let whole: Vec<Pair> = pairs.iter().map(|p| Pair { mark: p.mark.round(), score: p.score.round() }).collect();
    let observed = mean(&whole, |p| (p.mark - p.score).powi(2));
    let expected =
        mean(&whole, |p| p.mark.powi(2)) + mean(&whole, |p| p.score.powi(2)) - 2.0 * mean(&whole, |p| p.mark) * mean(&whole, |p| p.score);
    (expected > NO_SPREAD).then(|| 1.0 - observed / expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[(f64, f64)], scale: f64) -> Agreement {
        let pairs: Vec<Pair> = rows.iter().map(|(mark, score)| Pair { mark: mark / scale, score: score / scale }).collect();
        Agreement::of(&pairs, scale)
    }

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9, "{found} instead of {expected}");
    }

    #[test]
    fn statistics_are_what_they_are_by_hand() {
        // Marks 0 2 4 10, scores 1 2 6 7: means 4 and 4; deviations -4 -2 0 6 and -3 -2 2 3.
        // Products 12 4 0 18 = 34; squares 56 and 26. Errors 1 0 2 3: squares 14, sum 6.
        let agreement = of(&[(0.0, 1.0), (2.0, 2.0), (4.0, 6.0), (10.0, 7.0)], 10.0);
        near(agreement.r.unwrap(), 34.0 / (56.0_f64 * 26.0).sqrt());
        near(agreement.rmse, 3.5_f64.sqrt());
        near(agreement.mae, 1.5);
        near(agreement.mean_mark, 4.0);
        near(agreement.mean_score, 4.0);
        // By chance: mean of squares 30 + 22.5, less twice 16, is 20.5; observed 3.5.
        near(agreement.kappa.unwrap(), 1.0 - 3.5 / 20.5);
    }

    #[test]
    fn kappa_is_that_of_the_table_with_quadratic_weights() {
        // Table of marks (rows) by scores over 0..=2: [[2, 1, 0], [0, 1, 1], [0, 0, 1]], n = 6.
        // Observed: (1 + 1) / 6. Expected, over rows 3 2 1 and columns 2 2 2:
        // (3*2*1 + 3*2*4 + 2*2*1 + 2*2*1 + 1*2*4 + 1*2*1) / 36 = 48 / 36.
        let rows = [(0.0, 0.0), (0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 2.0), (2.0, 2.0)];
        near(of(&rows, 2.0).kappa.unwrap(), 1.0 - (2.0 / 6.0) / (48.0 / 36.0));
    }

    #[test]
    fn perfect_and_reversed_agreement_are_one_and_minus_one() {
        let same = of(&[(0.0, 0.0), (5.0, 5.0)], 5.0);
        near(same.r.unwrap(), 1.0);
        near(same.kappa.unwrap(), 1.0);
        let reversed = of(&[(0.0, 5.0), (5.0, 0.0)], 5.0);
        near(reversed.r.unwrap(), -1.0);
        near(reversed.kappa.unwrap(), -1.0);
    }

    #[test]
    fn what_never_varies_has_no_correlation_and_nothing_has_no_error() {
        let flat = of(&[(3.0, 1.0), (3.0, 2.0)], 10.0);
        assert_eq!(flat.r, None);
        assert!(flat.kappa.is_some());
        assert_eq!(of(&[(3.0, 3.0), (3.0, 3.0)], 10.0).kappa, None);
        let none = of(&[], 10.0);
        assert_eq!((none.n, none.r, none.kappa), (0, None, None));
        near(none.mae, 0.0);
    }
}
