namespace Busroot.Transformer.NodeRed.Codecs;

/// <summary>What a codec makes of a frame before any mapping.</summary>
/// <param name="Data">What it decoded, a JSON object.</param>
/// <param name="Normalized">What <c>normalizeUplink</c> makes of that, JSON; null when the codec has no such function, or it gave nothing.</param>
/// <param name="Warnings">What it warned of, at most 16 texts.</param>
internal sealed record DecodedUplink(string Data, string? Normalized, IReadOnlyList<string> Warnings);
