using System.Runtime.Versioning;
using Busroot.Storage.Databases;
using Busroot.Storage.Directories;

namespace Busroot.Storage.Tests.Directories;

[UnsupportedOSPlatform("windows")] // modes are Unix's
public sealed class DataDirectoryTests : IDisposable
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerDirectory = OwnerFile | UnixFileMode.UserExecute;
    private const UnixFileMode Everyone = OwnerDirectory | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly TemporaryDirectory _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Everything_is_closed_to_other_users()
    {
        using var directory = DataDirectory.Open(_temporary.Data);
        using var database = Database.Open(directory);
        directory.Write("admin.key", "secret");
        database.Write(connection => connection.Execute("INSERT INTO counter (name, value) VALUES ('x', 1)")); // makes the log file

        File.GetUnixFileMode(_temporary.Data).Should().Be(OwnerDirectory);
        Directory.GetFiles(_temporary.Data).Select(Path.GetFileName).Should().Contain(["busroot.db", "busroot.db-wal", "lock", "admin.key"]);
        Directory.GetFiles(_temporary.Data).Should().OnlyContain(file => File.GetUnixFileMode(file) == OwnerFile);
    }

    [Fact]
    public void An_empty_directory_and_a_restored_backup_are_closed_as_well()
    {
        Directory.CreateDirectory(_temporary.Data, Everyone);
        using (var first = DataDirectory.Open(_temporary.Data))
        {
            Database.Open(first).Dispose();
        }

        File.SetUnixFileMode(_temporary.Data, Everyone);
        File.SetUnixFileMode(_temporary.File("busroot.db"), OwnerFile | UnixFileMode.OtherRead);
        using var second = DataDirectory.Open(_temporary.Data);
        using var database = Database.Open(second);

        File.GetUnixFileMode(_temporary.Data).Should().Be(OwnerDirectory);
        File.GetUnixFileMode(_temporary.File("busroot.db")).Should().Be(OwnerFile);
    }

    [Fact]
    public void The_mode_of_somebodys_project_directory_is_left_alone()
    {
        Directory.CreateDirectory(_temporary.Data, Everyone);
        File.WriteAllText(_temporary.File("notes.txt"), "mine");

        using var directory = DataDirectory.Open(_temporary.Data);

        File.GetUnixFileMode(_temporary.Data).Should().Be(Everyone);
    }

    [Fact]
    public void A_second_holder_is_refused_until_the_first_lets_go()
    {
        var first = DataDirectory.Open(_temporary.Data);

        FluentActions.Invoking(() => DataDirectory.Open(_temporary.Data)).Should().Throw<StorageException>()
            .WithMessage("*in use by another busroot*").Which.Fault.Should().Be(StorageFault.InUse);

        first.Dispose();
        DataDirectory.Open(_temporary.Data).Dispose();
    }

    [Fact]
    public void A_path_that_cannot_be_a_directory_is_refused_with_what_to_do()
    {
        File.WriteAllText(_temporary.Data, "a file stands in the way");

        FluentActions.Invoking(() => DataDirectory.Open(_temporary.Data)).Should().Throw<StorageException>()
            .WithMessage("*cannot be written*--data*").Which.Fault.Should().Be(StorageFault.NotWritable);
    }

    [Fact]
    public void A_directory_nobody_may_write_is_refused()
    {
        // /proc/self refuses new entries to everyone, root included, who would pass a mere mode.
        FluentActions.Invoking(() => DataDirectory.Open("/proc/self/busroot")).Should().Throw<StorageException>()
            .Which.Fault.Should().Be(StorageFault.NotWritable);
    }

    [Fact]
    public void A_file_is_replaced_whole_and_can_be_deleted_twice()
    {
        using var directory = DataDirectory.Open(_temporary.Data);
        File.WriteAllText(_temporary.File("server.json.new"), "left by a crash");

        directory.Write("server.json", "first, which is longer");
        directory.Write("server.json", "second");

        File.ReadAllText(_temporary.File("server.json")).Should().Be("second");
        directory.Delete("server.json");
        directory.Delete("server.json");
        Directory.GetFiles(_temporary.Data).Select(Path.GetFileName).Should().Equal("lock");
    }
}
