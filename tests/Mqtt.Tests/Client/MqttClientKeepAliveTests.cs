namespace Busroot.Mqtt.Tests.Client;

/// <summary>Silence, and what it means.</summary>
public sealed class MqttClientKeepAliveTests : ScriptedClientTest
{
    [Fact]
    public async Task A_silent_connection_is_kept_alive()
    {
        var time = new ManualTime();
        await using var client = await ConnectAsync(OldOptions with { KeepAlive = TimeSpan.FromSeconds(60), TimeProvider = time });

        time.Advance(TimeSpan.FromSeconds(30));
        await Server.ExpectAsync("C0 00");
        await Server.SendAsync("D0 00 | 30 03 | 00 01 'a'");
        await TakeAsync(client, 1); // so the answer has been seen
        time.Advance(TimeSpan.FromSeconds(30));
        await Server.ExpectAsync("C0 00");

        client.Closed.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task A_server_without_a_sign_of_life_is_given_up()
    {
        var time = new ManualTime();
        await using var client = await ConnectAsync(
            Options with { KeepAlive = TimeSpan.FromSeconds(600), TimeProvider = time }, "20 06 | 00 00 | 03 13 00 0A"); // the server wants 10 s

        time.Advance(TimeSpan.FromSeconds(5));
        await Server.ExpectAsync("C0 00");
        time.Advance(TimeSpan.FromSeconds(5));

        (await client.Closed.WaitAsync(Server.Deadline)).Reason.Should().Be(ReasonCode.KeepAliveTimeout);
    }

    [Fact]
    public async Task A_slow_reader_is_not_taken_for_a_silent_server()
    {
        var time = new ManualTime();
        await using var client = await ConnectAsync(
            OldOptions with { KeepAlive = TimeSpan.FromSeconds(60), TimeProvider = time, UnreadMessages = 1 });
        await Server.SendAsync("32 06 | 00 01 'a' | 00 01 | '1' | 32 06 | 00 01 'a' | 00 02 | '2' | D0 00");
        await Server.ExpectAsync("40 02 | 00 01");
        while (!client.IsHeldBack) // the second waits outside the full queue, and the socket is not read
        {
            Server.Deadline.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        for (var half = 0; half < 4; half++)
        {
            time.Advance(TimeSpan.FromSeconds(30));
            await Server.ExpectAsync("C0 00");
        }

        await TakeAsync(client, 2);
        await Server.ExpectAsync("40 02 | 00 02");
    }
}
