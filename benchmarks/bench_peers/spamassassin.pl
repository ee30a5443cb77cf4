# Learn from mails and score mails, as standard input says: "learn1 FILE", "learn0 FILE", "check FILE".
# One process, so that rules are compiled once. Prints a score a line.
use strict;
use warnings;
use Mail::SpamAssassin;

my ($prefs, $state) = @ARGV;
my $filter = Mail::SpamAssassin->new({
    local_tests_only => 1, dont_copy_prefs => 1,
    userprefs_filename => $prefs, userstate_dir => $state,
});
$filter->init(1);
while (my $line = <STDIN>) {
    chomp $line;
    my ($what, $path) = split / /, $line, 2;
    open(my $file, '<:raw', $path) or die "$path: $!";
    local $/;
    my $mail = $filter->parse(scalar <$file>);
    close $file;
    if ($what eq 'check') {
        my $status = $filter->check($mail);
        print $status->get_score(), "\n";
        $status->finish();
    } else {
        my $status = $filter->learn($mail, undef, $what eq 'learn1' ? 1 : 0, 0);
        $status->finish();
    }
    $mail->finish();
}
$filter->finish();
