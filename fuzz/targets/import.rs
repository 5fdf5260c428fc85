#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| marketday_fuzz::import(octets));
