using System.CommandLine;
using Busroot.Mqtt;
using Busroot.Mqtt.Client;
using Busroot.Mqtt.Packets;

namespace Busroot.Server.Commands;

/// <summary><c>busroot tail</c>: follows messages over MQTT, like any other client.</summary>
internal static class TailCommand
{
    public static Command Create()
    {
        var filter = new Argument<string>("FILTER") { Description = "A topic filter, such as busroot/v1/+/+ for all signals or busroot/+/dau/acme/# for what acme's devices send." };
        var count = new Option<int?>("--count") { Description = "End after this many messages.", HelpName = "N" };
        var json = SharedOptions.Json();
        var login = new TailLogin();
        var command = new ExampleCommand("tail", "Follow messages until Ctrl-C. On the server's own machine no login is needed: its data directory has a key.",
            "busroot tail 'busroot/v1/+/+'", "busroot tail 'busroot/v1/dau/acme/press-1/#' --mqtt broker.example.com:1883 --user acme/press-1 --password-file token.txt") { filter, count, json };
        login.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = login.Read(parsed);
            try
            {
                await FollowAsync(parsed, options, parsed.GetRequiredValue(filter), parsed.GetValue(count), parsed.GetValue(json), cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Ctrl-C is how one stops following.
            }

            return CommandLine.Done;
        });
        return command;
    }

    private static async Task FollowAsync(ParseResult parsed, MqttClientOptions options, string filter, int? count, bool json, CancellationToken cancellationToken)
    {
        try
        {
            await using var client = await MqttClient.ConnectAsync(options, cancellationToken);
            var answer = await client.SubscribeAsync([new Subscription(filter, QualityOfService.AtLeastOnce)], cancellationToken);
            if (answer.Codes[0] >= ReasonCode.UnspecifiedError)
            {
                throw new CommandFailure(
                    $"{options.UserName ?? "A client without a login"} may not subscribe to '{filter}' ({answer.ReasonString ?? answer.Codes[0].ToString()}). "
                    + "A filter may only take in topics the login may read.");
            }

            if (!json)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync($"Following {filter} at {options.Host}:{options.Port}; Ctrl-C ends it.");
            }

            var left = count ?? int.MaxValue;
            await foreach (var message in client.ReadMessagesAsync(cancellationToken))
            {
                parsed.WriteLine(json ? MessageText.Json(message, TimeProvider.System.GetUtcNow()) : MessageText.Line(message, TimeProvider.System.GetUtcNow()));
                if (--left <= 0)
                {
                    await client.DisconnectAsync(cancellationToken);
                    return;
                }
            }
        }
        catch (Exception error) when (error is MqttConnectionException or MqttProtocolException)
        {
            throw new CommandFailure($"{options.Host}:{options.Port}: {error.Message.TrimEnd('.')}.");
        }
    }
}
