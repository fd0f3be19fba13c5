// What a catch node tells of an error.
function failure(error, type) {
  if (typeof error === "string") return { message: error }
  if (!(error instanceof Error)) return { message: String(JSON.stringify(error)) }
  const told = { message: type === "function" ? String(error) : error.message }
  for (const key of ["code", "stack", "cause"]) if (error[key] !== undefined) told[key] = error[key]
  return told
}
