namespace Busroot.Server.Pipeline.Lanes;

/// <summary>A reading without an outcome: the function of its rule awaits something, or an earlier reading of the device is held.</summary>
/// <remarks>Nothing of it is stored and nobody is answered, so after a crash it is as if it had not come: its client sends it again.</remarks>
/// <param name="Reading">The reading, out of its batch.</param>
/// <param name="Payload">A copy of its bytes, which were the batch's.</param>
/// <param name="IsRedelivery">It repeats a reading: answered after those before it, and not run.</param>
/// <param name="IsBacklog">It came out of its device's backlog.</param>
/// <param name="Replays">The replayed frames it is one of, to be finished with it; null for one that came in just now.</param>
internal sealed record HeldReading(BatchedReading Reading, byte[] Payload, bool IsRedelivery, bool IsBacklog, ReadingBatch? Replays);
