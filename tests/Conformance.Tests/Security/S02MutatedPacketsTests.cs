using System.Globalization;
using System.Net.Sockets;
using Busroot.Conformance.Tests.Fuzzing;
using Busroot.Mqtt;

namespace Busroot.Conformance.Tests.Security;

/// <summary>
/// CVE-2026-21888 and a row of others: whatever bytes come, no exception leaves the broker's boundary, every packet it sends is well formed, and
/// nobody else is disturbed. The suite sends some thousand sequences; <c>BUSROOT_FUZZ_SECONDS=3600 dotnet test --filter S02</c> goes on for an hour,
/// from seed <c>BUSROOT_FUZZ_SEED</c> (default 1); a failure names the seed to begin with again.
/// </summary>
public class S02MutatedPacketsTests(RunningBroker broker) : BrokerTest(broker)
{
    private const int Shortest = 3_000;
    private const int AtOnce = 50;

    [Fact]
    public async Task No_sequence_harms_the_broker_or_another_client()
    {
        var witness = await SubscriberAsync(Topic, QualityOfService.AtLeastOnce);
        var publisher = await ConnectAsync();
        var began = TimeProvider.System.GetTimestamp();
        var longest = TimeSpan.FromSeconds(Setting("BUSROOT_FUZZ_SECONDS", 0));
        var first = Setting("BUSROOT_FUZZ_SEED", 1);
        for (var seed = first; seed < first + Shortest || TimeProvider.System.GetElapsedTime(began) < longest; seed += AtOnce)
        {
            await Task.WhenAll(Enumerable.Range(seed, AtOnce).Select(SendAsync));
            await publisher.PublishAsync(Topic, $"{seed}", QualityOfService.AtLeastOnce);
            (await witness.NextMessageAsync()).Payload.Should().Be($"{seed}");
            Broker.ExpectNoFaults($"seeds {seed} to {seed + AtOnce - 1}");
        }
    }

    private async Task SendAsync(int seed)
    {
        var bytes = new PacketMutations(seed).Next(out var version, out var isConnectValid);
        await using var client = await WireClient.OpenAsync(Broker.Open);
        client.Version = version;
        try
        {
            var cut = seed % 3 == 0 ? seed % bytes.Length : bytes.Length;
            await client.SendAsync(bytes[..cut]);
            await client.SendAsync(bytes[cut..]);
            client.EndSending();
            await client.ExpectClosedAsync(); // reads, and so checks, everything the broker said
        }
        catch (SocketException)
        {
            // closed while we were still sending
        }
        catch (MqttProtocolException) when (!isConnectValid)
        {
            // the broker answers in the version it was told, which is not the one we read
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
