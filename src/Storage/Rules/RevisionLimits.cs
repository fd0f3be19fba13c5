using System.ComponentModel.DataAnnotations;
using Busroot.Transformer.Rules;

namespace Busroot.Storage.Rules;

/// <summary>How much of rules is kept.</summary>
public sealed record RevisionLimits
{
    private const int LargestFile = 64 * 1024 * 1024;

    /// <summary>For a process that does not know the settings of the server: nothing makes room.</summary>
    public static RevisionLimits None { get; } = new() { PerRule = int.MaxValue, FileBytes = LargestFile };

    /// <summary>Revisions of a rule, with their files; the oldest make room when the rule changes, but never the one in force. Default 50.</summary>
    [Range(1, 10_000)]
    public int PerRule { get; init; } = 50;

    /// <summary>Bytes of one file of a rule; a larger one is a problem of the rule. Default 1 MiB.</summary>
    [Range(1024, LargestFile)]
    public int FileBytes { get; init; } = RuleSource.LargestFile;
}
