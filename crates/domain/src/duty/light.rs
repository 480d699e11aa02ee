//! 红黄绿灯: green; yellow when few working days are left; red when past due.

use serde::{Deserialize, Serialize};

use crate::value::Day;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    Green,
    Yellow,
    Red,
}

impl Light {
    pub fn label(self) -> &'static str {
        match self {
            Light::Green => "绿灯",
            Light::Yellow => "黄灯",
            Light::Red => "红灯",
        }
    }
}

/// A light is never stored: `due` and the day it turns yellow are, compared with today. The last day itself is not late.
pub fn light(today: Day, yellow_on: Day, due: Day) -> Light {
    if today > due {
        Light::Red
    } else if today >= yellow_on {
        Light::Yellow
    } else {
        Light::Green
    }
}
