//! What the system says of this process, asked anew for each scrape. Nothing where there is no `/proc`.

use std::fmt::Error;
use std::fs::read_to_string;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;

/// Ticks of `/proc` a second: the same on every Linux that Rust runs on.
const TICKS: f64 = 100.0;

#[derive(Debug)]
pub(super) struct Process;

impl Collector for Process {
    fn encode(&self, mut encoder: DescriptorEncoder) -> Result<(), Error> {
        let read = |path: &str| read_to_string(path).unwrap_or_default();
        if let Some(bytes) = resident(&read("/proc/self/status")) {
            let gauge = ConstGauge::new(bytes);
            let name = "process_resident_memory_bytes";
            gauge.encode(encoder.encode_descriptor(name, "Memory in use", None, gauge.metric_type())?)?;
        }
        if let Some(seconds) = processor(&read("/proc/self/stat")) {
            let counter = ConstCounter::new(seconds);
            let name = "process_cpu_seconds";
            counter.encode(encoder.encode_descriptor(name, "Time on a processor", None, counter.metric_type())?)?;
        }
        Ok(())
    }
}

/// Bytes in use, of `/proc/self/status`.
fn resident(status: &str) -> Option<i64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: i64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

/// Seconds on a processor, for the program and for the system on its behalf, of `/proc/self/stat`.
fn processor(stat: &str) -> Option<f64> {
    // The name of the program stands in brackets and may hold anything; the fields after it are counted from the third.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_ascii_whitespace().collect();
    let ticks = |field: usize| fields.get(field - 3)?.parse::<f64>().ok();
    Some((ticks(14)? + ticks(15)?) / TICKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_files_are_understood() {
        assert_eq!(resident("Name:\tbot\nVmRSS:\t   20480 kB\nThreads:\t4\n"), Some(20_971_520));
        let stat = "7 (a) b) S 1 7 7 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 6 0 123456 1 2 3";
        assert_eq!(processor(stat), Some(3.0));
        assert_eq!((resident(""), processor("")), (None, None));
    }
}
