using System.CommandLine;
using Busroot.Server.Administration;

namespace Busroot.Server.Commands;

/// <summary><c>busroot devices add</c>: registers a device and prints what to put into it.</summary>
internal static class DeviceAddCommand
{
    public static Command Create()
    {
        var id = SharedOptions.DeviceId();
        var fields = new DeviceFields();
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var command = new ExampleCommand("add", "Register a device and print its token, which is shown only now.",
            "busroot devices add acme/press-1", "busroot devices add acme/press-1 --rule arduino/opta-dau --variable goodInput=c1") { id, data, json };
        fields.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var change = fields.Read(parsed);
            var draft = new DeviceDraft
            {
                DeviceId = parsed.GetRequiredValue(id),
                Name = change.Name,
                Rule = change.Rule,
                Stations = change.Stations,
                Variables = change.Variables,
            };
            using var access = await DataAccess.OpenAsync(parsed.GetRequiredValue(data), create: true, cancellationToken);
            var grant = await access.Administration.AddDeviceAsync(draft, cancellationToken);
            GrantText.Print(parsed, grant, access.Administration.MqttAddress, parsed.GetValue(json));
            return CommandLine.Done;
        });
        return command;
    }
}
