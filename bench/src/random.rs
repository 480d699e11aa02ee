//! Chance that repeats itself: the same seed gives the same numbers on every machine (SplitMix64).

#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = high.abs_diff(low).wrapping_add(1);
        // High bits of the product: no division, and a bias too small to matter here.
        let drawn = (u128::from(self.next()) * u128::from(span)) >> 64;
        low + i64::try_from(drawn).expect("less than the span")
    }

    pub fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        let last = i64::try_from(from.len()).expect("a short list") - 1;
        from[usize::try_from(self.between(0, last)).expect("not negative")]
    }

    /// A UUIDv7 of this millisecond of Unix time.
    pub fn uuid(&mut self, millis: u64) -> String {
        let (a, b) = (self.next(), self.next());
        let (time, tail) = (millis & 0xffff_ffff_ffff, b & 0xffff_ffff_ffff);
        let (version, variant) = (0x7000 | (a & 0xfff), 0x8000 | ((a >> 16) & 0x3fff));
        format!("{:08x}-{:04x}-{version:04x}-{variant:04x}-{tail:012x}", time >> 16, time & 0xffff)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_repeat_and_stay_in_their_bounds() {
        let draw = |seed| {
            let mut random = Random::new(seed);
            (0..1_000).map(|_| random.between(-3, 3)).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        assert!((-3..=3).all(|n| draw(7).contains(&n)) && draw(7).iter().all(|n| (-3..=3).contains(n)));
    }

    #[test]
    fn an_id_carries_its_version_variant_and_time() {
        let id = Random::new(1).uuid(0x0123_4567_89ab);
        assert_eq!(&id[..14], "01234567-89ab-");
        assert_eq!((id.len(), &id[14..15]), (36, "7"));
        assert!("89ab".contains(&id[19..20]));
    }
}
