namespace Busroot.Transformer.Signals;

/// <summary>Signals that went, or would go, to one topic.</summary>
/// <param name="Station">The station they are of; null for the device's own.</param>
/// <param name="Json">One flat object, UTF-8, as a <see cref="SignalBuffer"/> writes it.</param>
public sealed record PublishedSignals(string? Station, ReadOnlyMemory<byte> Json);
