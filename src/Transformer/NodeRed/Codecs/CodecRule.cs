using System.Collections.Immutable;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Scripting;

namespace Busroot.Transformer.NodeRed.Codecs;

/// <summary>What a rule of kind codec is made of, beside its mapping. Threads: immutable.</summary>
/// <param name="Program">The vendor's file.</param>
/// <param name="Settings">Where the frame is in a payload.</param>
/// <param name="Limits">The service's, lowered by the rule's own.</param>
internal sealed record CodecRule(CodecProgram Program, CodecSettings Settings, ScriptLimits Limits)
{
    /// <summary>The vendor's own examples, in file order.</summary>
    public ImmutableArray<VendorExample> Examples { get; init; } = [];
}

/// <summary>What rule.json says about a codec.</summary>
/// <param name="Carrier">How a payload carries the frame.</param>
/// <param name="Encoding">How the frame is written in a JSON payload; null: as its envelope has it.</param>
/// <param name="Frame">Where it is in a JSON payload; null: where the network servers put it.</param>
/// <param name="Port">The FPort for every frame; null: as the envelope says, else 1.</param>
/// <param name="PortPath">Where the FPort is in a JSON payload; null for <paramref name="Port"/>.</param>
/// <param name="KeepsContext">Whether the codec gets the <c>context</c> array, kept per device.</param>
internal sealed record CodecSettings(FrameCarrier Carrier, FrameEncoding? Encoding, JsonPath? Frame, int? Port, JsonPath? PortPath, bool KeepsContext);

/// <summary>How a payload carries the frame.</summary>
internal enum FrameCarrier
{
    Bytes,
    Hex,
    Base64,
    Json,
}

/// <summary>How a frame is written as a text.</summary>
internal enum FrameEncoding
{
    Base64,
    Hex,
}
