function between(value, a, b) {
  return (value >= a && value <= b) || (value <= a && value >= b)
}
