// A property of a message, or undefined where anything on the way to it is missing.
function peek(owner, path) {
  return path.reduce((value, step) => value?.[step], owner)
}
