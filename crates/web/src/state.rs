//! What every handler can reach: the program's heart, and how this site is reached from outside.

use std::{net::IpAddr, sync::Arc};

use app::App;

/// How the site is reached; from the configuration file, never from a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// `https://duban.example.edu.cn`, without a slash at the end. Empty: whatever the browser calls it, for the demonstration
    /// and for trials; forms then have to come from the host that they are sent to.
    pub origin: String,
    /// Only these may say in `X-Forwarded-For` who asks.
    pub trusted_proxies: Vec<IpAddr>,
}

impl Config {
    /// Cookies that only travel encrypted, and HSTS.
    pub fn is_https(&self) -> bool {
        self.origin.starts_with("https://")
    }
}

/// Cheap to clone.
#[derive(Debug, Clone)]
pub struct Web(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    app: App,
    config: Config,
}

impl Web {
    pub fn new(app: App, config: Config) -> Web {
        Web(Arc::new(Inner { app, config }))
    }

    pub fn app(&self) -> &App {
        &self.0.app
    }

    pub fn config(&self) -> &Config {
        &self.0.config
    }
}
