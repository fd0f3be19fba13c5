using System.CommandLine;

namespace Busroot.Server.Commands;

/// <summary><c>busroot devices set</c>: changes what is known of a device.</summary>
internal static class DeviceSetCommand
{
    public static Command Create()
    {
        var id = SharedOptions.DeviceId();
        var fields = new DeviceFields();
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var command = new ExampleCommand("set", "Change a device's name, rule, stations or variables; what is not named stays. An empty text takes a value away.",
            "busroot devices set acme/press-1 --rule arduino/opta-dau", "busroot devices set acme/press-1 --name \"\"") { id, data, json };
        fields.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var access = await DataAccess.OpenAsync(parsed.GetRequiredValue(data), create: false, cancellationToken);
            var device = await access.Administration.ChangeDeviceAsync(parsed.GetRequiredValue(id), fields.Read(parsed), cancellationToken);
            DeviceText.Print(parsed, device, parsed.GetValue(json));
            return CommandLine.Done;
        });
        return command;
    }
}
