using System.Text;
using Busroot.Transformer.Profiles;

namespace Busroot.Transformer.Tests.Profiles;

/// <summary>Readings of one device, ten seconds apart.</summary>
internal static class Readings
{
    public const string Raw = "busroot/v1/dau/acme/press-9";

    private static readonly DateTimeOffset Start = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    public static List<RecordedReading> Of(params IEnumerable<string> payloads) => Of(payloads.Select(payload => (Encoding.UTF8.GetBytes(payload), "")));

    /// <summary>Payloads with the topic they come on, below the raw topic.</summary>
    public static List<RecordedReading> On(params (string Topic, string Payload)[] payloads) => Of(payloads.Select(payload => (Encoding.UTF8.GetBytes(payload.Payload), payload.Topic)));

    public static List<RecordedReading> OfBytes(params IEnumerable<byte[]> payloads) => Of(payloads.Select(payload => (payload, "")));

    public static DeviceProfile Profile(params IEnumerable<string> payloads) => DeviceProfile.Of(Of(payloads), CancellationToken.None);

    /// <summary>The fields of the only topic.</summary>
    public static FieldProfile Field(string path, params IEnumerable<string> payloads) => Profile(payloads).Topics.Single().Fields.Single(field => field.Place.Path == path);

    private static List<RecordedReading> Of(IEnumerable<(byte[] Payload, string Topic)> payloads) =>
        [.. payloads.Select((payload, i) => new RecordedReading(payload.Topic.Length == 0 ? Raw : $"{Raw}/{payload.Topic}", payload.Payload, Start.AddSeconds(10 * i), false))];
}
