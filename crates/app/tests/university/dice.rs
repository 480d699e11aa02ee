//! Chance, the same on every run of a seed.

pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    pub fn often(&mut self, percent: usize) -> bool {
        self.roll(100) < percent
    }

    pub fn pick<'t, T>(&mut self, things: &'t [T]) -> &'t T {
        &things[self.roll(things.len())]
    }
}

/// Chance that hangs on what is decided, not on when: the same whenever it is asked.
pub fn fate(seed: u64, parts: &[u128]) -> Dice {
    let mixed = parts.iter().fold(seed, |mixed, part| {
        let folded = (*part as u64) ^ ((*part >> 64) as u64);
        (mixed ^ folded).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
    });
    let mut dice = Dice(mixed);
    dice.roll(2);
    dice
}
