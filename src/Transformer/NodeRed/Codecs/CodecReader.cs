using System.Text.Json;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Rules;

namespace Busroot.Transformer.NodeRed.Codecs;

/// <summary>Reads the <c>codec</c> and the <c>payload</c> of rule.json for kind codec.</summary>
internal sealed class CodecReader(ProblemLog log)
{
    private const int HighestPort = 255;

    private static readonly string[] Carriers = ["bytes", "hex", "base64", "json"];

    public CodecSettings Read(ObjectReader file)
    {
        file.Require("payload", "how a payload carries the frame: \"bytes\", \"hex\", \"base64\", or \"json\" for what network servers send");
        var carrier = (FrameCarrier)Math.Max(Array.IndexOf(Carriers, file.Word("payload", "bytes", Carriers)), 0);
        if (file.Find("codec") is not { } node || ObjectReader.Open(node, "\"codec\"", ["fPort", "frame", "encoding", "context"], [], log) is not { } codec)
        {
            return new CodecSettings(carrier, null, null, null, null, KeepsContext: false);
        }

        foreach (var key in (ReadOnlySpan<string>)["frame", "encoding"])
        {
            if (carrier != FrameCarrier.Json && codec.Find(key) is { } unused)
            {
                log.Add(unused.At, $"\"{key}\" is for payload \"json\": any other payload is the frame itself");
            }
        }

        FrameEncoding? encoding = codec.Find("encoding") is null ? null : codec.Word("encoding", "base64", "base64", "hex") == "hex" ? FrameEncoding.Hex : FrameEncoding.Base64;
        var isPath = codec.Find("fPort") is { Kind: JsonValueKind.String };
        if (isPath && carrier != FrameCarrier.Json)
        {
            log.Add(codec.Find("fPort")!.At, "\"fPort\" is a number here; a path is for payload \"json\"");
        }

        return new CodecSettings(
            carrier, encoding, PathAt(codec, "frame"), isPath ? null : codec.Whole("fPort", 0, HighestPort), isPath ? PathAt(codec, "fPort") : null, codec.Flag("context"));
    }

    private JsonPath? PathAt(ObjectReader codec, string key)
    {
        if (codec.Text(key) is not { } text)
        {
            return null;
        }

        if (JsonPath.TryParse(text, out var path, out var error))
        {
            return path;
        }

        log.Add(codec.Find(key)!.At, error);
        return null;
    }
}
