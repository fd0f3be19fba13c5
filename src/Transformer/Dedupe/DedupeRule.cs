using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Dedupe;

/// <summary>What a rule says under <c>dedupe</c>, compiled. Threads: immutable.</summary>
/// <param name="Decoder">Reads the key, its only slot.</param>
/// <param name="Window">How long after a reading another one with the same key is the same reading.</param>
internal sealed record DedupeRule(PayloadDecoder Decoder, TimeSpan Window);
