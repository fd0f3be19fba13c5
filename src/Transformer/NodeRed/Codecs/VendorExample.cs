using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Busroot.Transformer.NodeRed.Codecs;

/// <summary>An example that came with a vendor's codec: a frame, and what it decodes to.</summary>
/// <param name="Description">What the vendor calls it.</param>
/// <param name="File">The file it stands in, without a path.</param>
/// <param name="At">Where it starts.</param>
/// <param name="Frame">The frame and its port.</param>
internal sealed record VendorExample(string Description, string File, SourcePosition At, Uplink Frame)
{
    /// <summary>When it is said to have arrived.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Values of <c>input.variables</c>, as ChirpStack has them.</summary>
    public ImmutableDictionary<string, VariableValue> Variables { get; init; } = ImmutableDictionary<string, VariableValue>.Empty;

    /// <summary>What it decodes to; null when the codec must refuse it.</summary>
    public JsonNode? Data { get; init; }

    /// <summary>What the codec must warn of; null when the vendor does not say.</summary>
    public JsonNode? Warnings { get; init; }

    /// <summary>What <c>normalizeUplink</c> makes of it, a list; null when the vendor does not say.</summary>
    public JsonArray? Normalized { get; init; }
}
