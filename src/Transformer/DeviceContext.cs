using System.Collections.Immutable;

namespace Busroot.Transformer;

/// <summary>The device a reading came from, as far as rules may know it.</summary>
/// <param name="Id">Device ID, <c>account/device</c>.</param>
/// <param name="Account">The part of the Device ID before the slash.</param>
/// <param name="Name">What people call the device; null when nobody named it.</param>
/// <param name="Variables">Site values from the device's record; they override the defaults of its rule. Names are compared byte for byte.</param>
/// <remarks>
/// Make one per device record and pass the same instance with every reading: what a rule compiles for these variables is remembered
/// by instance, so a new instance costs a compilation or a look-up. Threads: immutable.
/// </remarks>
public sealed record DeviceContext(string Id, string Account, string? Name, ImmutableDictionary<string, VariableValue> Variables);
