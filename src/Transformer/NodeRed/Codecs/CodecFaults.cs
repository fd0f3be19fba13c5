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
        return ScriptFaults.Make(kind, message, place, program.File, program.LineAt(place), rule, payload);
    }
}
