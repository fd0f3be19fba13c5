using System.ComponentModel.DataAnnotations;

namespace Busroot.Transformer.Scripting;

/// <summary>How much one run of a script or of an <c>expr</c> may take. All limits are on by default; a rule's <c>limits</c> may only lower some.</summary>
public sealed record ScriptLimits
{
    /// <summary>The limits a service has when it is not told others.</summary>
    public static ScriptLimits Default { get; } = new();

    /// <summary>Wall time of a run, awaited promises included. Default 50 ms: thousands of times what a rule needs, and a device's neighbours on its lane hardly notice. On a busy machine that did not let the run have it, up to as much processor time more, within ten times the limit.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan Time { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Statements of a run. Default 100,000.</summary>
    [Range(100, 100_000_000)]
    public int Statements { get; init; } = 100_000;

    /// <summary>Memory a run may allocate, in bytes, also what it lets go of again. Default 8 MiB.</summary>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public long MemoryBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>How often one function may be under way inside itself. Default 200.</summary>
    [Range(10, 1_000)] // a level of the interpreter takes up to a kilobyte of the lane's stack
    public int RecursionDepth { get; init; } = 200;

    /// <summary>Elements of an array, and bytes of a buffer. Default 262,144: the largest packet a broker takes by default.</summary>
    [Range(1_000, 100_000_000)]
    public int ArrayLength { get; init; } = 262_144;

    /// <summary>Length of a text that a built-in function makes, in UTF-16 units. Default 262,144.</summary>
    [Range(1_000, 100_000_000)]
    public int TextLength { get; init; } = 262_144;

    /// <summary>Time one match of a regular expression may take. Default 20 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan RegexTime { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Publications of a run, one per station it names. Default 100; each holds at most one value per signal, so this also limits the bytes.</summary>
    [Range(1, 10_000)]
    public int Publications { get; init; } = 100;

    /// <summary>A rule's state for one device, in bytes of JSON. Default 64 KiB.</summary>
    [Range(0, 1024 * 1024)]
    public int StateBytes { get; init; } = 64 * 1024;

    /// <summary>A rule's script, in bytes of UTF-8. Default 256 KiB.</summary>
    [Range(1024, 1024 * 1024)]
    public int SourceBytes { get; init; } = 256 * 1024;
}
