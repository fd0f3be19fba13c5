// A Buffer as the text it is; as it stands when it is no UTF-8.
function textOrBytes(bytes) {
  const text = bytes.toString()
  return Buffer.from(text).equals(bytes) ? text : bytes
}
