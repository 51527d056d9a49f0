pub(super) trait Sample {
    fn sample() -> Self;
}
impl Sample for String {
    fn sample() -> Self {
        "x".into()
    }
}
impl Sample for u64 {
    fn sample() -> Self {
        1
    }
}
