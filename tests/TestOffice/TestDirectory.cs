namespace OpsWorkflows.TestOffice;

/// <summary>A directory below the system's temporary one that is gone when the test, or its whole process, has ended.</summary>
public sealed class TestDirectory : IDisposable
{
    const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>A PostgreSQL that still runs on data in the directory is stopped first.</summary>
    const string RemoveCommand = """
        for file in "$1"/postgres/postmaster.pid; do
          read -r pid < "$file" && cmp -s "/proc/$pid/cwd/postmaster.pid" "$file" && kill -QUIT "$pid" && while kill -0 "$pid"; do sleep 0.02; done
        done 2>/dev/null
        rm -rf "$1"
        """;

    readonly IDisposable lastWill;

    public TestDirectory()
    {
        Path = Directory.CreateTempSubdirectory("opsworkflows-test-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, ForAll);
        }
        lastWill = LastWill.Write(RemoveCommand, Path);
    }

    public string Path { get; }

    public string PathOf(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    internal static void Remove(string path) => LastWill.Write(RemoveCommand, path).Dispose();

    public void Dispose() => lastWill.Dispose();
}
