using System.ComponentModel.DataAnnotations;

namespace Busroot.Storage.History;

/// <summary>How much of the history is kept; what is older, or over the size, goes first.</summary>
public sealed record HistoryLimits
{
    /// <summary>How long frames are kept; some stay up to a day longer, with younger ones of their device. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "3650.00:00:00")]
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Bytes of frames as they are stored, encoded and compressed. Default 2 GiB.</summary>
    [Range(64L * 1024 * 1024, long.MaxValue)] // below it, what is not compressed yet would be most of it
    public long Bytes { get; init; } = 2L * 1024 * 1024 * 1024;
}
