namespace Busroot.Storage.History;

/// <summary>How much history there is.</summary>
/// <param name="Frames">Frames kept now.</param>
/// <param name="PayloadBytes">Bytes of their payloads.</param>
/// <param name="StoredBytes">Bytes they take, encoded and compressed; the database file has a few per cent more.</param>
/// <param name="Unmapped">Frames that no rule served when they arrived.</param>
/// <param name="Oldest">When about the oldest arrived: nothing is older. Null when there are none.</param>
/// <param name="Damaged">Runs or blocks found unreadable since the program started; their frames are missing in answers, all others are there.</param>
public sealed record HistoryTotals(long Frames, long PayloadBytes, long StoredBytes, long Unmapped, DateTimeOffset? Oldest, int Damaged);

/// <summary>A device that sent frames while no rule served it.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Frames">How many such frames are kept and have not been run again since.</param>
/// <param name="First">Not later than the first of them: to the block of frames it is in.</param>
/// <param name="Last">Not earlier than the last of them.</param>
public sealed record UnmappedDevice(string DeviceId, long Frames, DateTimeOffset First, DateTimeOffset Last);
