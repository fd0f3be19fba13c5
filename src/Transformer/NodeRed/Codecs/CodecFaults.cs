using System.Globalization;
using System.Security.Cryptography;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;

namespace Busroot.Transformer.NodeRed.Codecs;

/// <summary>Says what ended a run of a codec.</summary>
internal static class CodecFaults
{
    public static RuleOutcome.Failed Describe(Exception fault, Rule rule, ReadOnlySpan<byte> payload)
    {
        var program = rule.Codec!.Program;
        var (kind, message) = ScriptFaults.KindOf(fault);
        SourcePosition? place = JintBindings.PlaceOf(fault, program.File) is { } found ? CodecProgram.ToFile(found) : null;
        var line = program.LineAt(place);
        var hash = Convert.ToHexStringLower(SHA256.HashData(payload))[..12];
        var where = place is { } at ? string.Create(CultureInfo.InvariantCulture, $"{program.File}:{at.Line}:{at.Column}") : program.File;
        var excerpt = line.Length > 0 ? $" in \"{line}\"" : "";
        return new RuleOutcome.Failed(kind, $"{where}: {ScriptFaults.OneLine(message)}{excerpt} (rule {rule.Id} {rule.Revision}, input {hash})", place)
        {
            Script = new ScriptFailure(rule.Id, rule.Revision, program.File, line, hash),
        };
    }
}
