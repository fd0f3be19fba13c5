using Busroot.Storage.History;

namespace Busroot.Server.Administration;

/// <summary>Which frames of a device to show; newest first, unless <see cref="After"/> asks for those after one.</summary>
internal sealed record HistorySelection
{
    /// <summary>Most frames a page holds.</summary>
    public const int MaximumLimit = 1000;

    /// <summary>Arrived then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Arrived before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What became of them, a name of <see cref="FrameOutcome"/> in any case.</summary>
    public string? Outcome { get; init; }

    /// <summary>Older than this number: the last one of the page before.</summary>
    public long? Before { get; init; }

    /// <summary>Newer than this number, oldest first.</summary>
    public long? After { get; init; }

    /// <summary>How many at most, 1 to <see cref="MaximumLimit"/>.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>The selection for the store.</summary>
    /// <exception cref="AdministrationException">Fields that cannot be, all of them.</exception>
    public HistoryQuery ToQuery(string deviceId)
    {
        var problems = new List<(string Field, string Problem)>();
        if (Limit is < 1 or > MaximumLimit)
        {
            problems.Add(("limit", $"A page holds 1 to {MaximumLimit} frames."));
        }

        var outcome = Enum.GetValues<FrameOutcome>().Cast<FrameOutcome?>().FirstOrDefault(known => string.Equals($"{known}", Outcome, StringComparison.OrdinalIgnoreCase));
        if (Outcome is not null && outcome is null)
        {
            problems.Add(("outcome", "An outcome is produced, ignored, failed, unmapped or duplicate."));
        }

        return problems.Count > 0
            ? throw AdministrationException.Invalid(problems)
            : new HistoryQuery { DeviceId = deviceId, From = Since, To = Until, Outcome = outcome, Before = Before, After = After, Limit = Limit, OldestFirst = After is not null };
    }
}
