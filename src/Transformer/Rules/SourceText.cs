using System.Text;

namespace Busroot.Transformer.Rules;

/// <summary>A file of a rule folder, so that places in it can be named as editors name them.</summary>
/// <param name="File">Path below the rules directory with forward slashes.</param>
/// <param name="Bytes">UTF-8 without a byte order mark.</param>
internal sealed record SourceText(string File, byte[] Bytes)
{
    /// <summary>Line and column of a byte.</summary>
    public SourcePosition PositionOf(int offset)
    {
        var before = Bytes.AsSpan(0, Math.Clamp(offset, 0, Bytes.Length));
        var line = before.Count((byte)'\n') + 1;
        var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return new SourcePosition(line, column);
    }

    public RuleProblem Problem(SourcePosition at, string message) => new(File, at.Line, at.Column, message);
}
