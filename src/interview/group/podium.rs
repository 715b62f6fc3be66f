//! Who stands where in the end. Equals share a rank, and being quick earns nothing.

/// A place on the podium.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<P> {
    /// From 1; equals share it, and the next rank is left out.
    pub rank: usize,
    /// Who.
    pub who: P,
    /// What they earned.
    pub earned: i64,
}

/// Places by what was earned, the most first; equals in the order given.
#[must_use]
pub fn podium<P: Copy>(earned: &[(P, i64)]) -> Vec<Place<P>> {
    let mut sorted = earned.to_vec();
    sorted.sort_by_key(|(_, earned)| std::cmp::Reverse(*earned));
    let rank = |earned: i64| 1 + sorted.iter().filter(|(_, other)| *other > earned).count();
    sorted.iter().map(|(who, earned)| Place { rank: rank(*earned), who: *who, earned: *earned }).collect()
}
