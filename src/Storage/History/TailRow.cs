namespace Busroot.Storage.History;

/// <summary>A run as it was committed.</summary>
/// <param name="LastSequence">The number of its last frame.</param>
/// <param name="Bytes">Its size as it is stored.</param>
/// <param name="Frames">Its frames, of any number of devices.</param>
internal sealed record TailRow(long LastSequence, int Bytes, List<EncodedFrame> Frames);
