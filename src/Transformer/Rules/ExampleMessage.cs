using System.Collections.Immutable;

namespace Busroot.Transformer.Rules;

/// <summary>One message of an example.</summary>
/// <param name="Topic">Topic it arrives on; by default the raw topic of the imagined device <c>example/device</c>.</param>
/// <param name="Payload">The bytes, decoded as the example's <c>encoding</c> says; default when nothing arrives and only time passes.</param>
/// <param name="ArrivedAt">Arrival; by default 2026-01-01T00:00:00Z.</param>
/// <param name="Retain">The RETAIN flag.</param>
/// <param name="Dup">The DUP flag.</param>
/// <param name="Backlog">It comes out of the device's backlog.</param>
/// <param name="Expect">What it must give.</param>
public sealed record ExampleMessage(
    string Topic, ImmutableArray<byte> Payload, DateTimeOffset ArrivedAt, bool Retain, bool Dup, bool Backlog, ExampleExpectation Expect);
