using Busroot.Transformer.Scripting;
using Jint.Native;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>What a rule of kind function is made of. Threads: immutable.</summary>
/// <param name="Body">Run for every message.</param>
/// <param name="Start">Run before the first message of a device; null when there is none.</param>
/// <param name="Stop">Run when the rule no longer serves a device; null when there is none.</param>
/// <param name="Outputs">How many outputs the node has; what is sent to others is ignored.</param>
/// <param name="Data">How <c>msg.payload</c> is made of the bytes.</param>
/// <param name="Name">What <c>node.name</c> gives.</param>
/// <param name="Limits">The service's, lowered by the rule's own.</param>
internal sealed record FunctionRule(
    FunctionProgram Body, FunctionProgram? Start, FunctionProgram? Stop, int Outputs, DataType Data, string Name, ScriptLimits Limits)
{
    /// <summary>The undeclared variables its three parts can make; null when that cannot be foreseen.</summary>
    public JsValue[]? Undeclared { get; } = Union(Body.Undeclared, Start is null ? [] : Start.Undeclared, Stop is null ? [] : Stop.Undeclared);

    private static JsValue[]? Union(JsValue[]? body, JsValue[]? start, JsValue[]? stop) =>
        body is null || start is null || stop is null ? null : [.. body.Union(start).Union(stop)];
}

/// <summary>How Node-RED's "mqtt in" makes a payload of bytes. Source: Node-RED 5.0.4, 10-mqtt.js.</summary>
internal enum DataType
{
    /// <summary>The JSON value if the bytes are UTF-8 and JSON, the text if they are UTF-8, else a Buffer.</summary>
    AutoDetect,

    /// <summary>The text if the bytes are UTF-8, else a Buffer.</summary>
    Auto,

    /// <summary>The text.</summary>
    Utf8,

    /// <summary>A Buffer.</summary>
    Buffer,

    /// <summary>The bytes in base64, a text.</summary>
    Base64,

    /// <summary>The JSON value; anything else is a payload the rule cannot read.</summary>
    Json,
}
